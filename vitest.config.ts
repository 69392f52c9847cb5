import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests share no state, so they may share modules: loading Probot and compiling GitHub's descriptions costs seconds. */
const shared = {
  isolate: false,
  pool: 'forks' as const,
  // Worlds come and go: with room for 64 MB of young objects, a fifth less time goes into collecting them.
  execArgv: ['--max-semi-space-size=64'],
};
/** A flow waits for PostgreSQL, git and other processes half of its time: one more than there are cores keeps them busy. */
const maxWorkers = availableParallelism() + 1;
/**
 * Flows that lean on the queue run on both of its backends; on PostgreSQL they run with all the others. The rest would
 * say the same twice, and does so in `npm run test:thorough`. (`doorbell*` opens both by itself.)
 */
const onBothBackends = ['claim-race', 'duplicates'].map((name) => `test/flows/${name}.test.ts`);
const servers = ['./test/support/postgres.ts', './test/support/redis.ts'];

export default defineConfig({
  test: {
    maxWorkers,
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'test/*.test.ts',
            'test/unit/**/*.test.ts',
            'test/github/**/*.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'db',
          include: ['test/db/**/*.test.ts'],
          globalSetup: servers,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'flows',
          include: ['test/flows/**/*.test.ts'],
          globalSetup: servers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'flows-redis',
          include: onBothBackends,
          env: { FLOWS_BACKEND: 'redis' },
          globalSetup: servers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
