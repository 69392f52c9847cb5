import type {
  AuditActivity,
  AuditCommand,
  AuditEntry,
  AuditEvidence,
  AuditHold,
  AuditTrail,
} from '../core/model/audit-trail.ts';
import { dateOrNull, type Time } from './values.ts';

/** `Of` as jsonb gives it. */
type Json<Of> = {
  readonly [Key in keyof Of]: Of[Key] extends Date
    ? string
    : Of[Key] extends Date | null
      ? string | null
      : Of[Key];
};

type Lists = 'holds' | 'commands' | 'evidence' | 'entries' | 'activity';
type Times = 'createdAt' | 'doneAt';

/** What the statement of the trail returns. */
export interface AuditRow extends Omit<AuditTrail, Lists | Times> {
  readonly created_at: Time;
  readonly done_at: Time | null;
  readonly holds: readonly Json<AuditHold>[];
  readonly commands: readonly Json<AuditCommand>[];
  readonly evidence: readonly Json<AuditEvidence>[];
  readonly entries: readonly Json<AuditEntry>[];
  readonly activity: readonly Json<AuditActivity>[];
}

export function toAuditTrail({ created_at, done_at, ...row }: AuditRow): AuditTrail {
  return {
    ...row,
    createdAt: new Date(created_at),
    doneAt: dateOrNull(done_at),
    holds: row.holds.map((hold) => ({
      ...hold,
      from: new Date(hold.from),
      expires: new Date(hold.expires),
      ended: dateOrNull(hold.ended),
    })),
    commands: row.commands.map(dated),
    evidence: row.evidence.map(dated),
    entries: row.entries.map((entry) => ({
      ...entry,
      queuedAt: new Date(entry.queuedAt),
      endedAt: dateOrNull(entry.endedAt),
    })),
    activity: row.activity.map(dated),
  };
}

function dated<Row extends { readonly at: string }>(row: Row): Omit<Row, 'at'> & { readonly at: Date } {
  return { ...row, at: new Date(row.at) };
}
