import { portMutantOf } from './mutants/port-mutants.ts';
import { runSeed } from './run-seed.ts';

/** Runs the seeds it is sent, one at a time, and says how each went. */
const portMutant = portMutantOf(process.env['SIM_PORT_MUTANT'] ?? null);

process.on('message', (seed) => {
  void runSeed(Number(seed), { portMutant }).then((result) => process.send?.(result));
});
