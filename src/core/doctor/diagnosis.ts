/** What was looked at and found. For programs; people read the sentences. */
export type DiagnosisCode =
  | 'settings'
  | 'credentials'
  | 'clock'
  | 'app_permissions'
  | 'app_events'
  | 'installations'
  | 'suspended'
  | 'granted_permissions'
  | 'granted_events'
  | 'webhook'
  | 'webhook_url'
  | 'webhook_format'
  | 'webhook_tls'
  | 'webhook_secret'
  | 'webhook_reach'
  | 'deliveries'
  | 'database'
  | 'database_version'
  | 'database_clock'
  | 'migrations'
  | 'redis'
  | 'redis_version'
  | 'redis_policy'
  | 'redis_log'
  | 'repository'
  | 'configuration'
  | 'gates'
  | 'epic_branch'
  | 'open_branch'
  | 'refused_app'
  | 'required_check'
  | 'scratch_refs'
  | 'workflow'
  | 'ci_candidates'
  | 'ci_prep'
  | 'gate_job';

/** `hint`: works, could be better. `wrong`: something will not work. `unseen`: it could not be looked at. */
export type Level = 'ok' | 'hint' | 'wrong' | 'unseen';

/** One thing found, of something that whoever looked can name. */
export interface Finding {
  readonly code: DiagnosisCode;
  readonly level: Level;
  /** A sentence. */
  readonly what: string;
  /** What to do, one or more sentences; null: nothing. */
  readonly mend: string | null;
}

/** One thing found, and where. */
export interface Diagnosis extends Finding {
  readonly where: string;
}

export function fine(code: DiagnosisCode, what: string): Finding {
  return { code, level: 'ok', what, mend: null };
}

export function hint(code: DiagnosisCode, what: string, mend: string): Finding {
  return { code, level: 'hint', what, mend };
}

export function wrong(code: DiagnosisCode, what: string, mend: string): Finding {
  return { code, level: 'wrong', what, mend };
}

/** `why` may be a whole sentence of somebody else's. */
export function unseen(code: DiagnosisCode, why: string): Finding {
  const mend = 'Look again; where it stays so, that is what to mend first.';
  return { code, level: 'unseen', what: `This could not be looked at: ${why.replace(/\.$/, '')}.`, mend };
}

/** Findings of one place. */
export function at(where: string, findings: readonly Finding[]): readonly Diagnosis[] {
  return findings.map((finding) => ({ ...finding, where }));
}
