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
    .map(({ issue, paths, touches }) => {
      const all = new Set([...touches, ...paths]);
      return { issue, all, patterns: [...all].filter(isPattern) };
    });
  return ({ issue: own, paths }) =>
    works.flatMap(({ issue, all, patterns }) => {
      if (issue === own) return [];
      const path = first(paths, (one) => common(one, all, patterns));
      return path === null ? [] : [{ issue, path }];
    });
}

function common(path: string, all: ReadonlySet<string>, patterns: readonly string[]): string | null {
  if (all.has(path)) return path;
  if (!isPattern(path)) return patterns.some((pattern) => covers(pattern, path)) ? path : null;
  for (const other of all) {
    if (covers(path, other)) return other;
    if (isPattern(other) && covers(other, path)) return path;
  }
  return null;
}

function isPattern(path: string): boolean {
  return path.endsWith('/') || path.includes('*') || path.includes('?');
}

/** Whether everything that `other` names is surely among what a folder or a glob names. */
function covers(pattern: string, other: string): boolean {
  if (/[*?]/.test(pattern)) return !isPattern(other) && matchGlob(pattern, other);
  return pattern.endsWith('/') && (other.split(/[*?]/, 1)[0] ?? '').startsWith(pattern);
}

function first(paths: readonly string[], find: (path: string) => string | null): string | null {
  for (const path of paths) {
    const found = find(path);
    if (found !== null) return found;
  }
  return null;
}
