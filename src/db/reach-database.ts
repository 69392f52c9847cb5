import type { Pool } from 'pg';
import type { Trouble } from '../core/doctor/facts.ts';
import { CannotStart } from '../ports.ts';

/** Asks PostgreSQL once, so that a start without it ends in a sentence. Throws `CannotStart`; never names a password. */
export async function reachDatabase(pool: Pool, url: string): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    const { what, mend } = databaseTrouble(url, error);
    throw new CannotStart(`${what.replace(/\.$/, '')}; ${mend.charAt(0).toLowerCase()}${mend.slice(1)}`);
  }
}

/** What is wrong, and what mends it, in a sentence each; never a password. */
export function databaseTrouble(url: string, error: unknown): Trouble {
  const { host, username, pathname, searchParams } = new URL(url);
  const where = `PostgreSQL at ${host || searchParams.get('host') || 'localhost'}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        what: `${where} cannot be found: the name of its host leads nowhere (${code}).`,
        mend: 'Correct DATABASE_URL.',
      };
    case '28P01':
    case '28000':
      return {
        what: `${where} does not let in the user "${decodeURIComponent(username)}".`,
        mend: "Correct DATABASE_URL, or that user's password there.",
      };
    case '3D000':
      return {
        what: `${where} has no database "${decodeURIComponent(pathname.slice(1))}".`,
        mend: 'Create it, or correct DATABASE_URL.',
      };
    default:
      // It did answer, in PostgreSQL's own codes, which begin with a digit.
      if (/^\d\w{4}$/.test(code)) {
        return {
          what: `${where} refuses: ${said(error)}.`,
          mend: 'Mend that there, or correct DATABASE_URL.',
        };
      }
      return {
        what: `${where} does not answer (${code || said(error)}).`,
        mend: 'Start it, or correct DATABASE_URL.',
      };
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
