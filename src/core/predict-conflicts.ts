import { matchGlob } from './glob.ts';
import type { OpenTask } from './next-task.ts';

/** Work in flight that seems to change what a task would change: its issue, and one path that both name. */
export interface PredictedConflict {
  readonly issue: number;
  readonly path: string;
}

/**
 * Says of a task with which work in flight it may conflict, by the paths that issues name and the files that open pull
 * requests change. It knows no more than that: a task that names nothing conflicts with nothing.
 */
export function predictConflicts(
  tasks: readonly OpenTask[],
): (task: Pick<OpenTask, 'issue' | 'paths'>) => readonly PredictedConflict[] {
  const works = tasks
    .filter(({ state, paths, touches }) => state === 'held' && paths.length + touches.length > 0)
    .map(({ issue, paths, touches }): Work => {
      const all = new Set([...touches, ...paths]);
      return { issue, all, patterns: [...all].filter(isPattern) };
    });
  // Issues of one epic name the same folders again and again.
  const known = new Map<string, readonly PredictedConflict[]>();
  const at = (path: string): readonly PredictedConflict[] => {
    let found = known.get(path);
    if (!found) known.set(path, (found = works.flatMap((work) => common(path, work))));
    return found;
  };
  return ({ issue: own, paths }) => {
    const found = new Map<number, PredictedConflict>();
    for (const conflict of paths.flatMap(at))
      if (conflict.issue !== own && !found.has(conflict.issue)) found.set(conflict.issue, conflict);
    return [...found.values()].toSorted((one, other) => one.issue - other.issue);
  };
}

interface Work {
  readonly issue: number;
  readonly all: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

/** None, or one. */
function common(path: string, { issue, all, patterns }: Work): readonly PredictedConflict[] {
  if (all.has(path)) return [{ issue, path }];
  if (!isPattern(path)) return patterns.some((pattern) => covers(pattern, path)) ? [{ issue, path }] : [];
  for (const other of all) {
    if (covers(path, other)) return [{ issue, path: other }];
    if (isPattern(other) && covers(other, path)) return [{ issue, path }];
  }
  return [];
}

function isPattern(path: string): boolean {
  return path.endsWith('/') || path.includes('*') || path.includes('?');
}

/** Whether everything that `other` names is surely among what a folder or a glob names. */
function covers(pattern: string, other: string): boolean {
  if (/[*?]/.test(pattern)) return !isPattern(other) && matchGlob(pattern, other);
  return pattern.endsWith('/') && other.startsWith(pattern);
}
