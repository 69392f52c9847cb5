import { POINT_FAULTS, type PointFault } from './point-fault.ts';
import { runPoint, type PointResult } from './run-point.ts';
import { scenarioOf } from './scenarios.ts';

/** Some points of a scenario, both ends included; from 0 to 0: the story without any fault. */
export interface PointTask {
  readonly scenario: string;
  readonly from: number;
  readonly to: number;
  /** The calls of the story without any fault. */
  readonly labels: readonly string[] | null;
}

export interface BrokenPoint {
  readonly scenario: string;
  readonly at: number;
  readonly fault: PointFault | null;
  readonly call: string;
  readonly violation: NonNullable<PointResult['violation']>;
  readonly tail: readonly string[];
}

export interface TaskResult {
  readonly runs: number;
  readonly labels: readonly string[];
  readonly broken: readonly BrokenPoint[];
}

process.on('message', (task) => {
  void runTask(task as PointTask).then((result) => process.send?.(result));
});

async function runTask({ scenario, from, to, labels }: PointTask): Promise<TaskResult> {
  const told = scenarioOf(scenario);
  const broken: BrokenPoint[] = [];
  let runs = 0;
  let calm: readonly string[] = labels ?? [];

  async function run(at: number, fault: PointFault | null): Promise<void> {
    runs += 1;
    const result = await runPoint(told, fault === null ? null : { at, fault });
    if (labels === null) calm = result.labels;
    const call = result.labels[at - 1] ?? '';
    const violation = result.violation ?? strayed(call, labels?.[at - 1]);
    if (violation) broken.push({ scenario, at, fault, call, violation, tail: result.tail });
  }

  if (labels === null) await run(0, null);
  else for (let at = from; at <= to; at += 1) for (const fault of POINT_FAULTS) await run(at, fault);
  return { runs, labels: calm, broken };
}

/** Until its fault, a run is the same as the one without: otherwise some points would never be struck. */
function strayed(call: string, calm: string | undefined): PointResult['violation'] {
  if (calm === undefined || calm === call) return null;
  return { invariant: 'points', message: `the call is ${call}, and without a fault it was ${calm}` };
}
