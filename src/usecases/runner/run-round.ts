import type { CommandEnd } from '../../ports.ts';
import type { MoveContext } from './make-move.ts';

/**
 * One round of the command on a clean tree. What a command left that was cut off, by the end of the runner say, is
 * thrown away: nobody can tell half of a thought from a whole one.
 */
export async function runRound({ deps, issue, task, noted, signals }: MoveContext): Promise<void> {
  if (task?.branch == null || task.base === null) {
    const why = 'its epic is gone, so there is nowhere to work';
    return deps.notes.write(issue, { ...noted, phase: { kind: 'failed', why } });
  }
  const { branch, base, title, words } = task;
  const tree = await deps.trees.begin(issue, { branch, base, start: noted.start });
  const begun = { ...noted, start: tree.head };
  await deps.notes.write(issue, begun);
  deps.tell(issue, `round ${noted.round} on ${branch}`);

  const brief =
    noted.because === null ? words : `${words}\n\n# Why the round before did not land\n\n${noted.because}`;
  const end = await deps.commands.run(
    { issue, round: noted.round, folder: tree.folder, branch, base, brief },
    AbortSignal.any([signals.stop, signals.lost]),
  );
  if (end.kind === 'stopped') return;
  await deps.notes.write(issue, { ...begun, phase: await phaseAfter(end) });

  async function phaseAfter(ended: Exclude<CommandEnd, { kind: 'stopped' }>) {
    if (ended.kind === 'failed') return { kind: 'failed', why: ended.why } as const;
    const made = await deps.trees.collect(issue, tree.head, `${title}\n\nTask: #${issue}`);
    if (made.ok) return { kind: 'made', head: made.value } as const;
    return { kind: 'failed', why: made.error } as const;
  }
}
