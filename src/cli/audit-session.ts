import type { AuditRefusal, AuditTrail } from '../core/model/audit-trail.ts';
import type { Result } from '../core/result.ts';

/** The database, for as long as the command runs. */
export interface AuditSession {
  /** `repository`: `owner/name`; null: the only one there is. */
  trail(repository: string | null, issue: number): Promise<Result<AuditTrail, AuditRefusal>>;
  close(): Promise<void>;
}
