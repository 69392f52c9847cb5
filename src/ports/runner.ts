import type { BriefPull } from '../core/brief/brief-pull.ts';
import type { TaskStatus } from '../core/model/task.ts';
import type { Result } from '../core/result.ts';
import type { Effort } from '../core/runner/next-move.ts';
import type { WorkNotes } from '../core/runner/work-notes.ts';

/**
 * Flotilla as one of its agents sees it. Every call throws `Away` where nobody answers; so do those of `Forge` and
 * `WorkTrees`.
 */
export interface AgentBoard {
  /** A sign of life: the issues that the agent holds. An error: it may not work here, and why. */
  beat(): Promise<Result<readonly number[], string>>;
  /** Issues that may be claimed, the best first. */
  ready(): Promise<readonly number[]>;
  /** An error: the sentence with which it was refused. */
  claim(issue: number): Promise<Result<null, string>>;
  /** Null: it is no task any more. */
  look(issue: number): Promise<BoardTask | null>;
  enqueue(issue: number, head: string): Promise<Result<null, string>>;
  /** Leaves a commit as evidence. */
  prove(issue: number, head: string, summary: string): Promise<Result<null, string>>;
  release(issue: number): Promise<Result<null, string>>;
}

export interface BoardTask {
  readonly title: string;
  readonly status: TaskStatus;
  readonly mine: boolean;
  /** What the command is told, as Markdown. */
  readonly words: string;
  /** Null: nobody holds it. */
  readonly branch: string | null;
  /** Null: it belongs to no epic any more. */
  readonly base: string | null;
  readonly pull: BriefPull | null;
}

/** What a runner needs does not answer, or not as itself: it is asked again later. */
export class Away extends Error {
  override readonly name = 'Away';
}

/** Where pull requests are opened, in the agent's own name. */
export interface Forge {
  /** The number of the open one from `head` to `base`, opened if there is none. An error: why there can be none. */
  openPull(pull: {
    readonly head: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
  }): Promise<Result<number, string>>;
}

/** A work tree of its own for every task. */
export interface WorkTrees {
  /** The tip of a branch as the repository has it now. */
  tip(branch: string): Promise<string | null>;
  /**
   * A clean tree of the task: at `start`, else at its branch, else at `base`. What stood there is gone. Everything that
   * the repository has is fetched, so that the command can merge `origin/<base>`.
   */
  begin(
    issue: number,
    at: { readonly branch: string; readonly base: string; readonly start: string | null },
  ): Promise<WorkTree>;
  /** What the command left, committed; an error: why it cannot be used. */
  collect(issue: number, start: string, message: string): Promise<Result<string, string>>;
  /** Never by force. An error: what git said. */
  push(head: string, branch: string): Promise<Result<null, string>>;
  remove(issue: number): Promise<void>;
}

export interface WorkTree {
  readonly folder: string;
  readonly head: string;
}

/** Runs the agent's command. It never outlives its runner, however that ends. */
export interface CommandRunner {
  /** `signal`: end it now. */
  run(job: CommandJob, signal: AbortSignal): Promise<CommandEnd>;
}

export interface CommandJob {
  readonly issue: number;
  readonly round: number;
  readonly folder: string;
  readonly branch: string;
  readonly base: string;
  /** Written to a file of its own, outside of the work tree. */
  readonly brief: string;
}

export type CommandEnd =
  | { readonly kind: 'ended' }
  /** `why`: a sentence, with the last lines of its output below. */
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'stopped' };

/** What a runner keeps of its tasks. */
export interface NoteBook {
  read(issue: number): Promise<WorkNotes | null>;
  write(issue: number, notes: WorkNotes): Promise<void>;
  remove(issue: number): Promise<void>;
}

export interface RunnerDeps {
  readonly board: AgentBoard;
  readonly forge: Forge;
  readonly trees: WorkTrees;
  readonly commands: CommandRunner;
  readonly notes: NoteBook;
  /** Resolves after so long, or as soon as `signal` says so. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In milliseconds of any clock that only goes forward. */
  readonly now: () => number;
  readonly tell: (issue: number | null, text: string) => void;
}

export interface RunnerSettings extends Effort {
  readonly concurrency: number;
  /** How often Flotilla is asked how things stand, in milliseconds. */
  readonly lookMs: number;
  readonly beatMs: number;
  /** Works on these alone, the first that is given first, and ends when all have ended; null: on whatever is ready. */
  readonly issues: readonly number[] | null;
  /** Ends after so many tasks; null: never by itself. */
  readonly tasks: number | null;
  /** What has no pull request yet is kept when it is told to end. */
  readonly keep: boolean;
}

/**
 * How a task ended for its runner. `given_up`: it could not be done. `stopped`: the runner was told to end, and gave it
 * back. `kept`: the next start goes on with it.
 */
export type TaskEnd = 'landed' | 'lost' | 'given_up' | 'stopped' | 'kept';

export interface RunnerEnd {
  /** In the order in which the tasks ended. */
  readonly ends: readonly TaskEnd[];
  /** Why the agent may not work here; null: it may. */
  readonly refused: string | null;
}

/** What somebody wants to be run as an agent. */
export interface RunnerJob {
  readonly board: AgentBoard;
  readonly agent: string;
  /** `owner/name` */
  readonly repository: string;
  readonly command: readonly [string, ...string[]];
  /** Null: a folder of the agent's own in the user's state folder. */
  readonly home: string | null;
  /** Null: the repository at GitHub. */
  readonly remote: string | null;
  /** Names of what the command sees of the environment, besides what every program needs. */
  readonly passed: readonly string[];
  readonly timeMs: number;
  readonly outputBytes: number;
  readonly settings: RunnerSettings;
  readonly tell: RunnerDeps['tell'];
}
