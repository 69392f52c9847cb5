import { POINT_FAULTS } from './point-fault.ts';
import { printPoint } from './print-point.ts';
import { runPoint } from './run-point.ts';
import { scenarioOf } from './scenarios.ts';

/** One run again, told line by line. Returns the exit code. */
export async function replayPoint(asked: {
  readonly scenario: string;
  readonly at: number;
  readonly fault: string | null;
}): Promise<number> {
  const { scenario, at } = asked;
  const fault = POINT_FAULTS.find((one) => one === asked.fault) ?? null;
  if (asked.fault !== null && fault === null) throw new Error(`a fault is one of ${POINT_FAULTS.join(', ')}`);
  const told = scenarioOf(scenario);
  const { violation, labels, tail } = await runPoint(told, fault === null ? null : { at, fault }, true);
  if (violation) printPoint({ scenario, at, fault, call: labels[at - 1] ?? '', violation, tail });
  process.stdout.write(`${scenario}: ${violation ? 'broken' : 'all is well'}\n`);
  return violation ? 1 : 0;
}
