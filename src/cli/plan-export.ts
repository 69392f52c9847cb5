import type { PlanContext } from './plan-context.ts';
import { progressLine } from './progress-line.ts';
import { refuse } from './refuse.ts';
import { withRepository, type RepositoryOptions } from './with-repository.ts';

/** `flotilla plan export`. Writes what a repository shows as YAML that, applied there, would change nothing. */
export async function planExport(
  context: PlanContext,
  options: RepositoryOptions & { readonly out?: string },
): Promise<void> {
  const { terminal, files } = context;
  const { repo: named, out, json = false } = options;
  await withRepository(context, options, async (session, repo) => {
    const line = progressLine(terminal);
    const { plan, leftOut } = await session.export(repo, line);
    line.clear();
    if (leftOut.length > 0 && !json) {
      const issues = leftOut.map((number) => `#${number}`).join(', ');
      terminal.err(`Left out, as nothing says of which epic they are: ${issues}.`);
    }
    if (plan.epics.length === 0) return refuse(terminal, json, [`No plan was applied to ${named} yet.`]);
    const text = files.write(plan);
    terminal.exitWith(0);
    if (out !== undefined) await terminal.writeFile(out, text);
    if (json) terminal.out(JSON.stringify({ ok: true, plan, leftOut, written: out ?? null }));
    else if (out === undefined) terminal.out(text.trimEnd());
    else terminal.err(`Written: ${out}, ${plan.epics.length} epics and ${plan.tasks.length} tasks.`);
  });
}
