import type pg from 'pg';
import type { Limits } from '../core/budget/limits.ts';
import type { Budget, Log } from '../ports.ts';
import { budgetAccount, type BudgetAccount } from './budget-account.ts';
import { PAUSES } from './ledgers.ts';
import { listen, type Listener } from './listen.ts';

/**
 * The budget of each installation, kept in PostgreSQL for all processes. A process takes small leases, so that most
 * calls cost no statement. All hear of a pause by NOTIFY; while a process cannot hear, it asks before every call.
 */
export function createBudget(
  pool: pg.Pool,
  { log, limits }: { readonly log: Log; readonly limits: Limits },
): Budget & { close(): Promise<void> } {
  const accounts = new Map<number, BudgetAccount>();
  let ears: Listener | null = null;

  function said(payload: string): void {
    const [id, ms] = payload.split(' ').map(Number);
    if (id !== undefined && ms !== undefined) accounts.get(id)?.hush(ms);
  }

  function deaf(): void {
    for (const account of accounts.values()) account.closePurse();
  }

  function accountOf(id: number): BudgetAccount {
    ears ??= listen(pool, [PAUSES], log, { said, deaf });
    const account = accounts.get(id) ?? budgetAccount({ pool, log, limits, hears }, id);
    accounts.set(id, account);
    return account;
  }

  function hears(): boolean {
    return ears?.hears() ?? false;
  }

  return {
    take: (installationId, ask) => accountOf(installationId).take(ask),
    pause: (installationId, ms) => accountOf(installationId).pause(ms),
    async close() {
      await Promise.allSettled([...accounts.values()].map((account) => account.close()));
      await ears?.stop();
    },
  };
}
