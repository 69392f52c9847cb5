import type { CommentRecord } from '../memory-github/records.ts';
import type { World } from '../world.ts';

/** The first of these that is not so, in words; null: all are. */
export function firstProblem(facts: Readonly<Record<string, readonly [unknown, unknown]>>): string | null {
  for (const [what, [is, wanted]] of Object.entries(facts)) {
    const [shown, expected] = [JSON.stringify(is), JSON.stringify(wanted)];
    if (shown !== expected) return `${what}: ${shown} instead of ${expected}`;
  }
  return null;
}

/** How often something is in the log. */
export function told({ database }: World, kind: string): number {
  return [...database.tables.activity.rows.values()].filter((row) => row.kind === kind).length;
}

/** Comments that people and agents wrote. */
export function commentsOf({ github }: World, body: string): readonly CommentRecord[] {
  return github.comments.filter((comment) => !comment.byApp && comment.body.get() === body);
}

/** What one comment got in return: its reactions, how many replies, and the outcomes that were kept. */
export function answerTo({ github, database }: World, { id, reactions }: CommentRecord) {
  const replies = github.comments.filter(({ byApp, key }) => byApp && key === `reply:${id}:1`);
  const outcomes = [...database.tables.commands.rows.values()].filter((row) => row.commentId === id);
  return {
    reactions: reactions.map(({ content }) => content),
    replies: replies.length,
    outcomes: outcomes.map(({ outcome }) => outcome),
  };
}

/** How many comments of the App have a key that begins so. */
export function said({ github }: World, prefix: string): number {
  return github.comments.filter(({ byApp, key }) => byApp && key?.startsWith(prefix)).length;
}

export function holders({ database }: World): readonly string[] {
  const { assignments } = database.tables;
  return [...assignments.rows.values()].map(({ status }) => status).sort();
}

export function labelsOf({ github }: World, issue: number): readonly string[] {
  return [...(github.issues.get(issue)?.snapshot.get().labels ?? [])].sort();
}

export function statuses({ database }: World): readonly string[] {
  return [...database.tables.tasks.rows.values()].map(({ status }) => status);
}
