import type { PlanContext } from './plan-context.ts';
import { progressLine } from './progress-line.ts';
import { withRepository } from './with-repository.ts';

/** `flotilla plan export`. Writes what a repository shows as YAML that, applied there, would change nothing. */
export async function planExport(
  { terminal, files, connect }: PlanContext,
  { repo: named, out }: { readonly repo: string; readonly out?: string },
): Promise<void> {
  await withRepository(terminal, connect, named, async (session, repo) => {
    const line = progressLine(terminal);
    const { plan, leftOut } = await session.export(repo, line);
    line.clear();
    if (leftOut.length > 0) {
      const issues = leftOut.map((number) => `#${number}`).join(', ');
      terminal.err(`Left out, as nothing says of which epic they are: ${issues}.`);
    }
    if (plan.epics.length === 0) {
      terminal.exitWith(1);
      return terminal.err(`No plan was applied to ${named} yet.`);
    }
    const text = files.write(plan);
    terminal.exitWith(0);
    if (out === undefined) return terminal.out(text.trimEnd());
    await terminal.writeFile(out, text);
    terminal.err(`Written: ${out}, ${plan.epics.length} epics and ${plan.tasks.length} tasks.`);
  });
}
