import { readinessOf } from '../../src/core/readiness.ts';

/** Every part of a process is up. */
export const ALL_UP = readinessOf({ database: true, schemaProblem: null, doorbell: true, budgets: [] });
