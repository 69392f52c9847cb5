import type { CommandName } from './command-name.ts';
import type { EvidenceType } from './evidence.ts';
import type { Role } from './role.ts';

/** `.github/flotilla.yml`, validated. Durations are milliseconds. */
export interface RepositoryConfig {
  readonly epics: readonly EpicConfig[];
  readonly gates: readonly GateConfig[];
  readonly merge: MergeConfig;
  readonly agents: readonly AgentConfig[];
  readonly claims: { readonly leaseMs: number; readonly warnMs: number };
  /** Raises or lowers the role that a command asks for; absent: the command's own default. */
  readonly commands: Readonly<Partial<Record<CommandName, Role>>>;
}

export interface EpicConfig {
  readonly key: string;
  readonly title: string;
  /** The branch on which the epic's tasks land; a lane of its own. */
  readonly branch: string;
  /** The label that puts an issue into this epic. */
  readonly label: string;
  /** The milestone that puts an issue into this epic, where no label does; absent: the one titled as the epic. */
  readonly milestone?: string;
  /** This epic's tasks can be claimed once each of these epics has reached its percentage (0 to 100). */
  readonly after: readonly { readonly epic: string; readonly percent: number }[];
  /** Keys of epics, or the default branch, whose code lands on this epic's branch as well. */
  readonly sync: readonly string[];
}

interface GateBase {
  readonly name: string;
  /** The kind of evidence that a verdict of this gate leaves on the task. */
  readonly evidence: EvidenceType;
  /** Whether a skipped job or check counts as a pass. */
  readonly skipped: 'fail' | 'pass';
}

/** Jobs of a GitHub Actions workflow file. `job` may hold `*` (a matrix). */
export interface WorkflowGate extends GateBase {
  readonly kind: 'workflow';
  /** File name under `.github/workflows/`, for example `ci.yml`. */
  readonly workflow: string;
  readonly job: string;
}

/** A check run of another App: exact slug, exact name. */
export interface AppGate extends GateBase {
  readonly kind: 'app';
  readonly app: string;
  readonly check: string;
}

export type GateConfig = WorkflowGate | AppGate;

export interface MergeConfig {
  /** The holder's pull request enters its lane by itself once its head is ready. */
  readonly auto: boolean;
  /** How long gates may take, and how long an entry may wait for its head. */
  readonly timeoutMs: number;
  /** How often a failed candidate is built anew before its entry is ejected. */
  readonly retries: number;
  /** Globs of paths that need a maintainer's approval on the exact head. */
  readonly protect: readonly string[];
  readonly allowForks: boolean;
}

/** One agent that may act here. Identity is the numeric user id; the login is for readers. */
export interface AgentConfig {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: string | null;
  readonly maxClaims: number;
}
