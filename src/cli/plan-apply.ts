import { diffWords } from '../core/plan/diff-words.ts';
import { BrokenOff } from './broken-off.ts';
import type { PlanContext } from './plan-context.ts';
import { progressLine } from './progress-line.ts';
import { readPlanFile } from './read-plan-file.ts';
import { refuse } from './refuse.ts';
import { withRepository, type RepositoryOptions } from './with-repository.ts';

/**
 * `flotilla plan apply FILE`. Shows what it would change, asks, and changes it. Ends with 0 only if GitHub shows the
 * plan.
 */
export async function planApply(
  context: PlanContext,
  path: string,
  options: RepositoryOptions & { readonly yes?: boolean },
): Promise<void> {
  const { terminal, files } = context;
  const { repo: named, yes = false, json = false } = options;
  const plan = await readPlanFile(terminal, files, path, { json });
  if (!plan) return;
  await withRepository(context, options, async (session, repo) => {
    const line = progressLine(terminal);
    const { changes, notes } = await session.compare(repo, plan, line);
    line.clear();
    if (!json) terminal.out(diffWords(named, changes, notes));
    const refused = changes.length === 0 || yes ? [] : await asked({ ...context, json }, changes.length);
    if (refused.length > 0) return refuse(terminal, json, refused);

    let made = 0;
    const progress = (done: number, total: number): void => {
      made = done;
      line.progress(done, total);
    };
    try {
      if (changes.length > 0) made = await session.apply(repo, plan, { ...line, progress });
    } catch (error) {
      throw new BrokenOff(`It stopped after ${made} changes. Apply again: it goes on from there.`, error);
    } finally {
      line.clear();
    }
    terminal.exitWith(0);
    if (json) terminal.out(JSON.stringify({ ok: true, repository: named, changes, notes, made }));
    else if (changes.length > 0) terminal.out(`\nDone: ${made} changes.`);
  });
}

/** Why nothing is to be changed; nothing: it is. */
async function asked(
  { terminal, json }: Pick<PlanContext, 'terminal'> & { readonly json: boolean },
  changes: number,
): Promise<readonly string[]> {
  const nothing = 'Nothing was changed.';
  if (json || !terminal.ask) return ['There is nobody to ask; --yes applies without asking.', nothing];
  return (await terminal.ask(`\nMake these ${changes} changes?`)) ? [] : [nothing];
}
