import type { ProjectId, TaskId } from '../core/model/ids.ts';
import type { Caller } from '../core/model/caller.ts';
import type { LiveEvent, LiveProgress } from '../core/model/live.ts';

/** The log as it grows. An id that can be seen means that all smaller ones could be seen before. */
export interface LiveFeed {
  /** The highest id there is; 0: nothing happened yet. `project` null: of every project. */
  newest(project: ProjectId | null): Promise<number>;
  /** What comes after an id, at most `limit` of it. */
  after(id: number, project: ProjectId | null, limit: number): Promise<readonly LiveEvent[]>;
  /** Whether everything that came after this id is still kept. */
  reachesBack(id: number, project: ProjectId | null): Promise<boolean>;
  /** How far these tasks are now. */
  progress(tasks: readonly TaskId[]): Promise<readonly LiveProgress[]>;
  /** Hears of what this and every other process commits, until it is stopped. */
  hear(on: LiveNews): LiveEars;
}

export interface LiveNews {
  /** There may be more to read. */
  grown(): void;
  /** This token may be good no more. */
  token(id: number): void;
  /** Nothing could be heard for a while, now it can: anything may have happened. */
  restored(): void;
}

export interface LiveEars {
  /** False while nothing could be heard. */
  hears(): boolean;
  stop(): Promise<void>;
}

/** What opens one socket, once, on any server. */
export interface LiveTickets {
  /** Null: the token by which one came is good no more. */
  issue(caller: Caller): Promise<LiveTicket | null>;
  /** Uses a ticket up. Null: there is none such any more. */
  redeem(text: string): Promise<Admission | null>;
  /** For how many milliseconds each of these tokens is still good; those that are not are left out. */
  left(tokens: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

export interface LiveTicket {
  readonly text: string;
  readonly expiresAt: Date;
}

export interface Admission {
  readonly caller: Caller;
  /** Milliseconds; null: for good. */
  readonly goodForMs: number | null;
}
