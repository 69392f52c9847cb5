import { diffWords } from '../core/plan/diff-words.ts';
import type { PlanContext } from './plan-context.ts';
import { progressLine } from './progress-line.ts';
import { readPlanFile } from './read-plan-file.ts';
import { withRepository, type RepositoryOptions } from './with-repository.ts';

/** `flotilla plan diff FILE`. Ends with 0 where there is nothing to change, with 2 where there is. */
export async function planDiff(
  context: PlanContext,
  path: string,
  options: RepositoryOptions,
): Promise<void> {
  const { terminal, files } = context;
  const { repo: named, json = false } = options;
  const plan = await readPlanFile(terminal, files, path, { json });
  if (!plan) return;
  await withRepository(context, options, async (session, repo) => {
    const line = progressLine(terminal);
    const { changes, notes } = await session.compare(repo, plan, line);
    line.clear();
    terminal.exitWith(changes.length > 0 ? 2 : 0);
    terminal.out(
      json
        ? JSON.stringify({ ok: true, repository: named, changes, notes })
        : diffWords(named, changes, notes),
    );
  });
}
