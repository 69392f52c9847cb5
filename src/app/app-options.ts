import type { Limits } from '../core/budget/limits.ts';
import type { Hardening } from '../http/harden.ts';
import type { Clock, GitHub, Log, Correlation, Tracing } from '../ports.ts';
import type { SweepTimes } from '../queue/sweeper.ts';

export interface AppOptions {
  readonly appId: number;
  readonly privateKey: string;
  /** One, or two during rotation. */
  readonly webhookSecrets: readonly string[];
  /** Root of GitHub's REST API, without a slash at its end. */
  readonly githubApiUrl: string;
  readonly databaseUrl: string;
  /** Null: the queue lives in PostgreSQL too. */
  readonly redisUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** `web` takes deliveries in, `worker` does what they ask for. */
  readonly roles: ReadonlySet<'web' | 'worker'>;
  readonly adminToken: string | null;
  /** For whoever scrapes `/metrics`; null or absent: only the operator may. */
  readonly metricsToken?: string | null;
  /** Who may ask from where, and how often. */
  readonly hardening?: Partial<Hardening>;
  /** For signing in with GitHub; null or absent: nobody can. */
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string } | null;
  /** Goes into what is kept of sessions. */
  readonly sessionSecret?: string | null;
  /** Where people reach this server; its own pages may open sockets. */
  readonly publicUrl?: string | null;
  /** How long handled deliveries and activity are kept; 90 when absent. */
  readonly retentionDays?: number;
  readonly log: Log;
  readonly clock?: Clock;
  readonly sweepTimes?: SweepTimes;
  /** False: chores are done only when `App.chores` is called. */
  readonly choresByThemselves?: boolean;
  /** What may be asked of GitHub; three quarters of its published limits unless said otherwise. */
  readonly limits?: Limits;
  /** Absent: nobody traces. */
  readonly tracing?: Tracing;
  /** What lines of the log belong to, for a log that says so. */
  readonly correlation?: Correlation;
  /** Lets a test stand between the program and GitHub. */
  readonly wrapGitHub?: (github: GitHub) => GitHub;
}
