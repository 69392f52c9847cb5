import type { Pool } from 'pg';
import { CannotStart } from '../ports.ts';

/** Asks PostgreSQL once, so that a start without it ends in a sentence. Throws `CannotStart`; never names a password. */
export async function reachDatabase(pool: Pool, url: string): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw new CannotStart(unreachable(url, error));
  }
}

/** What is wrong, where, and what mends it, in one sentence. */
function unreachable(url: string, error: unknown): string {
  const { host, username, pathname, searchParams } = new URL(url);
  const where = `PostgreSQL at ${host || searchParams.get('host') || 'localhost'}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const mend = 'correct DATABASE_URL';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${where} cannot be found: the name of its host leads nowhere (${code}); ${mend}.`;
    case '28P01':
    case '28000':
      return `${where} does not let in the user "${decodeURIComponent(username)}"; ${mend}, or that user's password there.`;
    case '3D000':
      return `${where} has no database "${decodeURIComponent(pathname.slice(1))}"; create it, or ${mend}.`;
    default:
      return `${where} does not answer (${code || said(error)}); start it, or ${mend}.`;
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
