import type { Project } from '../core/model/project.ts';
import type { Pull } from '../core/model/pull.ts';
import { landedOlderHead } from '../core/words/landed-older-head.ts';
import type { Tx } from '../ports.ts';

/** The head moved while the one before it landed: the pull request stays open, and is told once what has landed. */
export async function tellOlderLanding(tx: Tx, project: Project, pull: Pull): Promise<void> {
  const entry = await tx.entries.newestOfPull(pull.id);
  if (pull.state !== 'open' || entry?.state !== 'landed' || entry.head === pull.head) return;
  await tx.effects.want({
    projectId: project.id,
    key: `landed-older:${entry.id}`,
    settleMs: 0,
    kind: 'comment',
    issue: pull.number,
    body: landedOlderHead({ head: entry.head, branch: pull.baseRef }, pull.head),
  });
}
