import { commitsBetween } from '../git/graph.ts';
import type { Actor, RefChange, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { closeIssue } from './issues.ts';

const keyword = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

/** Issue numbers that the text would close on the default branch. */
export function closingNumbers(text: string): number[] {
  return [...text.matchAll(keyword)].map((match) => Number(match[1]));
}

/** Closes the issues named by commits that newly arrived on the default branch. */
export async function closeByKeywords(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  change: RefChange,
): Promise<void> {
  if (change.after === undefined) return;
  const arrived = await commitsBetween(
    repo.git,
    [change.after],
    change.before === undefined ? [] : [change.before],
  );
  for (const sha of arrived) closeNamed(twin, repo, actor, (await repo.git.commit(sha))?.message ?? '');
}

export function closeNamed(twin: Twin, repo: Repository, actor: Actor, text: string): void {
  for (const number of closingNumbers(text)) {
    const issue = repo.issues.get(number);
    if (issue && !issue.pull && issue.state === 'open') closeIssue(twin, issue, actor);
  }
}
