import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts', 'test/*.test.ts', 'test/unit/**/*.test.ts', 'test/github/**/*.test.ts'] } },
      { extends: true, test: { name: 'db', include: ['test/db/**/*.test.ts'], globalSetup: ['./test/support/postgres.ts', './test/support/redis.ts'], testTimeout: 20_000 } },
      { extends: true, test: { name: 'flows', include: ['test/flows/**/*.test.ts'], globalSetup: ['./test/support/postgres.ts', './test/support/redis.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
