import { diffWords } from '../core/plan/diff-words.ts';
import type { PlanContext } from './plan-context.ts';
import { progressLine } from './progress-line.ts';
import { readPlanFile } from './read-plan-file.ts';
import { withRepository } from './with-repository.ts';

/** `flotilla plan apply FILE`. Shows what it would change, asks, and changes it. Ends with 0 only if GitHub shows the plan. */
export async function planApply(
  { terminal, files, connect }: PlanContext,
  path: string,
  { repo: named, yes = false }: { readonly repo: string; readonly yes?: boolean },
): Promise<void> {
  const plan = await readPlanFile(terminal, files, path);
  if (!plan) return;
  await withRepository(terminal, connect, named, async (session, repo) => {
    const line = progressLine(terminal);
    const { changes, notes } = await session.compare(repo, plan, line);
    line.clear();
    terminal.out(diffWords(named, changes, notes));
    if (changes.length === 0) return terminal.exitWith(0);
    if (!yes && !(await agreed(terminal, changes.length))) {
      terminal.exitWith(1);
      return terminal.err('Nothing was changed.');
    }
    let made = 0;
    try {
      const onlooker = {
        ...line,
        progress(done: number, total: number) {
          made = done;
          line.progress(done, total);
        },
      };
      const done = await session.apply(repo, plan, onlooker);
      line.clear();
      terminal.exitWith(0);
      terminal.out(`\nDone: ${done} changes.`);
    } catch (error) {
      line.clear();
      terminal.err(`It stopped after ${made} changes. Apply again: it goes on from there.`);
      throw error;
    }
  });
}

async function agreed(terminal: PlanContext['terminal'], changes: number): Promise<boolean> {
  if (terminal.ask) return terminal.ask(`\nMake these ${changes} changes?`);
  terminal.err('There is nobody to ask; --yes applies without asking.');
  return false;
}
