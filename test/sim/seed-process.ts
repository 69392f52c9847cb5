import { portMutantOf } from './mutants/port-mutants.ts';
import { runSeed } from './run-seed.ts';
import type { MeasuredSeed } from './run-seeds.ts';

/** Runs the seeds it is sent, one at a time, and says how each went. */
const portMutant = portMutantOf(process.env['SIM_PORT_MUTANT'] ?? null);

process.on('message', (seed) => {
  void measured(Number(seed)).then((result) => process.send?.(result));
});

async function measured(seed: number): Promise<MeasuredSeed> {
  const before = process.cpuUsage();
  const result = await runSeed(seed, { portMutant });
  const { user, system } = process.cpuUsage(before);
  return { ...result, cpuMs: (user + system) / 1000 };
}
