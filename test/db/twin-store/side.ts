import type { EntryId, LaneId, ProjectId, PullId, TaskId } from '../../../src/core/model/ids.ts';
import type { ClaimedEffect, LaneHold, Polls, Store, Tx } from '../../../src/ports.ts';

export const REPO_ID = 1_001;

/** One of the two stores, with what a caller of its own would remember. */
export interface Side {
  readonly store: Store;
  readonly polls: Polls;
  /** Milliseconds since 1970, as this store counts them. */
  readonly now: () => number;
  /** Lets time pass for everything that is stored. */
  readonly pass: (ms: number) => Promise<void>;
  readonly holds: LaneHold[];
  readonly entries: EntryId[];
  readonly effects: ClaimedEffect[];
  /** Which methods were reached, as `entries.add`. */
  readonly reached: Set<string>;
}

/** What an operation works on in one transaction; natural keys become the ids of this side. */
export interface Scene {
  readonly tx: Tx;
  readonly project: ProjectId;
  readonly task: (issue: number) => Promise<TaskId>;
  readonly pull: (number: number) => Promise<PullId>;
  readonly lane: (branch: string) => Promise<LaneId>;
}

export async function projectOf({ store }: Side): Promise<ProjectId> {
  return must(await store.read.projectByRepo(REPO_ID), 'project').id;
}

/** Runs `work` in a transaction in which every call is noted. */
export async function inScene<T>(side: Side, work: (scene: Scene) => Promise<T>): Promise<T> {
  const project = await projectOf(side);
  return side.store.transaction((tx) => work(sceneOf(noted(tx, side.reached), project)));
}

export function sceneOf(tx: Tx, project: ProjectId): Scene {
  return {
    tx,
    project,
    task: async (issue) => must(await tx.tasks.lock(project, issue), `task ${issue}`).id,
    pull: async (number) => must(await tx.pulls.lock(project, number), `pull ${number}`).id,
    lane: async (branch) => must(await tx.lanes.byBranch(project, branch), `lane ${branch}`).id,
  };
}

export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`);
  return value;
}

/** The same object, telling which of its methods (and of its groups of methods) are called. */
export function noted<T extends object>(owner: T, reached: Set<string>, path = ''): T {
  return new Proxy(owner, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      const at = `${path}${String(name)}`;
      if (typeof value === 'function')
        return (...args: readonly unknown[]): unknown => {
          reached.add(at);
          return Reflect.apply(value, target, args);
        };
      return typeof value === 'object' && value !== null ? noted(value, reached, `${at}.`) : value;
    },
  });
}
