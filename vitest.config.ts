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
/** One flow runs on both backends of the queue even in the short run; the thorough one runs all of them so. */
const onBothBackends = ['test/flows/claim-race.test.ts'];
/** Long ones that the thorough run does on both backends. What is about the queue alone opens both by itself. */
const longOnBoth = [
  'api-commands',
  'blocks',
  'breakers',
  'budgets',
  'configuration',
  'crash',
  'day-of-absence',
  'delivery-sweeper',
  'dependencies',
  'effects',
  'evidence',
  'lane-control',
  'leases',
  'odd-text',
  'parents',
  'plans',
  'protected-paths',
  'prune',
  'pulls-of-tasks',
  'regressions',
  'rights',
  'shutdown',
  'syncs',
  'target-branch',
  'traces',
  'webhooks-off',
].map((name) => `test/process/${name}.test.ts`);
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
      flows('flows', ['test/flows/**/*.test.ts']),
      flows('flows-redis', onBothBackends, { FLOWS_BACKEND: 'redis' }),
      // `npm run test:thorough`
      {
        extends: true,
        test: {
          ...shared,
          name: 'twins',
          include: ['test/db/twin-store.test.ts', 'test/github/twin-git.test.ts'],
          env: { TWIN_SEEDS: '12' },
          globalSetup: servers,
          testTimeout: 60_000,
        },
      },
      flows('all-flows-redis', ['test/flows/**/*.test.ts'], { FLOWS_BACKEND: 'redis' }),
      flows('process', ['test/process/**/*.test.ts']),
      flows('browser', ['test/browser/**/*.test.ts']),
      flows('process-redis', ['test/process/**/*-worker.test.ts', ...longOnBoth], {
        FLOWS_BACKEND: 'redis',
      }),
    ],
  },
});

/** Tests of the whole program. Without `FLOWS_BACKEND` its queue lives in PostgreSQL. */
function flows(name: string, include: string[], env: Record<string, string> = {}) {
  return {
    extends: true as const,
    test: {
      ...shared,
      name,
      include,
      env,
      globalSetup: servers,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  };
}
