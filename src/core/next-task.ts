import type { EpicId } from './model/ids.ts';
import { predictConflicts, type PredictedConflict } from './predict-conflicts.ts';

/** A task that is not finished, as far as it matters for what comes next. */
export interface OpenTask {
  readonly epicId: EpicId;
  readonly issue: number;
  readonly title: string;
  readonly priority: number;
  readonly hours: number;
  readonly labels: readonly string[];
  readonly openedAt: Date;
  /** Files, folders and globs that its issue names. */
  readonly paths: readonly string[];
  /** Files that its open pull request changes, as far as they were read. */
  readonly touches: readonly string[];
  /** Unfinished tasks of this repository that it depends on. */
  readonly waitsFor: readonly number[];
  /** `ready`: anybody may claim it now. Otherwise the first reason why not. */
  readonly state: 'ready' | 'held' | 'blocked' | 'waits' | 'epic_waits';
}

/** What speaks for a task, each in the words of the reply, and in points that add up. */
export interface Ranked {
  readonly task: OpenTask;
  readonly score: number;
  /** Hours of the longest chain of unfinished tasks that waits behind it. */
  readonly behindHours: number;
  readonly openDays: number;
  /** The label that fits the asker's role. */
  readonly fits: string | null;
  /** What speaks against it. */
  readonly conflicts: readonly PredictedConflict[];
}

const DAY_MS = 86_400_000;
/** Priority counts from 0 to 100 as it is; what else speaks for a task may outweigh a step of 25, and not two. */
const BEHIND_AT_MOST = 30;
const HOURS_PER_POINT = 4;
const AGE_AT_MOST = 20;
const FIT = 15;
/** A conflict costs somebody a rebase, and the lane a turn: it waits if there is something else, and is not kept back. */
const CONFLICT = 20;
const CONFLICTS_AT_MOST = 30;

/**
 * The tasks that may be claimed now, the best first: by priority, by what waits behind them, by age, and by whether a
 * label fits one of `roles`, less what work in flight seems to change as well. Of equals the oldest issue comes first,
 * so that the same facts give the same answer.
 */
export function rankTasks(
  tasks: readonly OpenTask[],
  roles: readonly string[],
  now: Date,
): readonly Ranked[] {
  const behind = hoursBehind(tasks);
  const conflictsOf = predictConflicts(tasks);
  const fitOf = fittingLabel(roles);
  return tasks
    .filter(({ state }) => state === 'ready')
    .map((task): Ranked => {
      const behindHours = behind(task.issue);
      const openDays = Math.max(0, Math.floor((now.getTime() - task.openedAt.getTime()) / DAY_MS));
      const fits = fitOf(task.labels);
      const conflicts = conflictsOf(task);
      const score =
        task.priority +
        Math.min(BEHIND_AT_MOST, Math.floor(behindHours / HOURS_PER_POINT)) +
        Math.min(AGE_AT_MOST, openDays) +
        (fits === null ? 0 : FIT) -
        Math.min(CONFLICTS_AT_MOST, CONFLICT * conflicts.length);
      return { task, score, behindHours, openDays, fits, conflicts };
    })
    .sort((one, other) => other.score - one.score || one.task.issue - other.task.issue);
}

/** The longest chain behind each task. One that leads back to itself is followed once. */
function hoursBehind(tasks: readonly OpenTask[]): (issue: number) => number {
  const waiting = new Map<number, OpenTask[]>();
  for (const task of tasks) {
    for (const on of task.waitsFor) {
      const others = waiting.get(on);
      if (others) others.push(task);
      else waiting.set(on, [task]);
    }
  }
  const known = new Map<number, number>();
  const follow = (issue: number): number => {
    const found = known.get(issue);
    if (found !== undefined) return found;
    known.set(issue, 0);
    const longest = Math.max(0, ...(waiting.get(issue) ?? []).map((task) => task.hours + follow(task.issue)));
    known.set(issue, longest);
    return longest;
  };
  return follow;
}

/** `backend`, `area: backend` and `role/backend` all fit somebody whose role names `backend`. */
function fittingLabel(roles: readonly string[]): (labels: readonly string[]) => string | null {
  const words = new Set(roles.flatMap((role) => role.toLowerCase().split(/[^a-z0-9]+/)).filter(Boolean));
  const valueOf = (label: string) => label.toLowerCase().split(/[:/]/).at(-1)?.trim() ?? '';
  return (labels) => labels.find((label) => words.has(valueOf(label))) ?? null;
}
