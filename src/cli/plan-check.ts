import { basename } from 'node:path';
import { checkWords } from '../core/plan/check-words.ts';
import { findUnlistedAgents } from '../core/plan/find-unlisted-agents.ts';
import { planCounts } from '../core/plan/plan-counts.ts';
import type { PlanFiles } from '../ports.ts';
import { readPlanFile } from './read-plan-file.ts';
import type { Terminal } from './terminal.ts';

/** `flotilla plan check FILE`. Ends with 0, 1 where the plan is invalid, or 2 where what it states is not what it has. */
export async function planCheck(
  { terminal, files }: { readonly terminal: Terminal; readonly files: PlanFiles },
  path: string,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const plan = await readPlanFile(terminal, files, path, { json });
  if (!plan) return;
  const counts = planCounts(plan);
  terminal.exitWith(counts.disagreements.length > 0 ? 2 : 0);
  terminal.out(
    json
      ? JSON.stringify({
          ok: true,
          project: plan.project,
          stated: plan.stated,
          ...counts,
          unlistedAgents: findUnlistedAgents(plan),
        })
      : checkWords(plan, counts, basename(path)),
  );
}
