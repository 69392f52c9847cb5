import type { Pool } from 'pg';
import type { Limits } from '../core/budget/limits.ts';
import type { ReadinessFacts } from '../core/readiness.ts';
import { budgetLevels } from './budget-levels.ts';
import { MigrationError, requireCurrentSchema } from './migrate.ts';

/** Whoever asks whether we are ready waits no longer than this, however long a connection takes. */
const PATIENCE_MS = 2_000;

/** What the database says of itself, of its schema and of the budgets that are kept in it. Never rejects. */
export async function readinessFacts(pool: Pool, limits: Limits): Promise<Omit<ReadinessFacts, 'doorbell'>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the database does not answer in time')), PATIENCE_MS);
  });
  try {
    return await Promise.race([facts(pool, limits), late]);
  } catch {
    return { database: false, schemaProblem: null, budgets: [] };
  } finally {
    clearTimeout(timer);
  }
}

async function facts(pool: Pool, limits: Limits): Promise<Omit<ReadinessFacts, 'doorbell'>> {
  const schemaProblem = await requireCurrentSchema(pool).then(
    () => null,
    (error: unknown) => {
      if (error instanceof MigrationError) return error.message;
      throw error;
    },
  );
  // The budgets of a schema that is not ours may look like anything.
  return {
    database: true,
    schemaProblem,
    budgets: schemaProblem === null ? await budgetLevels(pool, limits) : [],
  };
}
