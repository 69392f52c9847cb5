import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** I5 at the end: what the tables say of issues and pull requests is what GitHub shows. */
export function tablesEqualGitHub(world: World): Invariant {
  const { github, database } = world;
  return {
    atEnd() {
      for (const row of database.tables.pulls.rows.values()) {
        const shown = github.pulls.get(row.number)?.snapshot.get();
        if (!shown) return world.fail('I5', `#${row.number} is no pull request`);
        for (const field of ['state', 'draft', 'head', 'baseRef', 'title'] as const) {
          if (row[field] !== shown[field])
            return world.fail(
              'I5',
              `#${row.number} ${field} is ${String(row[field])}, GitHub shows ${String(shown[field])}`,
            );
        }
      }
      const known = new Set([...database.tables.pulls.rows.values()].map((row) => row.number));
      for (const number of github.pulls.keys())
        if (!known.has(number)) return world.fail('I5', `#${number} is not in the tables`);
      for (const task of database.tables.tasks.rows.values()) {
        const issue = github.issues.get(task.issue)?.snapshot.get();
        if (!issue) continue;
        if (task.title !== issue.title) return world.fail('I5', `#${task.issue} has another title`);
        // In the end every hold was lifted, by label and by command.
        if (task.held) return world.fail('I5', `#${task.issue} is still held`);
        if (task.status === 'done' && issue.state === 'open' && !reopenedByOther(world, task.issue))
          return world.fail('I5', `#${task.issue} is done and its issue is open`);
      }
    },
  };
}

/** Somebody without the right to do so reopened it: the task keeps its status, and they were told. */
function reopenedByOther({ database }: World, issue: number): boolean {
  const task = [...database.tables.tasks.rows.values()].find((row) => row.issue === issue);
  return [...database.tables.activity.rows.values()].some(
    (row) => row.kind === 'task.reopen_ignored' && row.taskId === task?.id,
  );
}
