import type { AuditSession } from '../cli/audit-session.ts';
import { auditTrail } from '../db/audit-trail.ts';
import type { Log } from '../ports.ts';
import { openAsItIs } from './open-as-it-is.ts';

/** The database, for the command about trails. It is read as it is: an auditor changes nothing, not even its schema. */
export async function createAuditSession(databaseUrl: string, log: Log): Promise<AuditSession> {
  const pool = await openAsItIs(databaseUrl, log);
  return {
    trail: (repository, issue) => auditTrail(pool, repository, issue),
    close: () => pool.end(),
  };
}
