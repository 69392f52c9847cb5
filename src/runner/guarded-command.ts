/** What the guard of a command is told. */
export interface GuardedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
}

/** What it tells in the end. */
export interface GuardedEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not even begin. */
  readonly problem: string | null;
}
