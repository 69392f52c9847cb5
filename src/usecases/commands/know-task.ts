import type { Deps } from '../../ports.ts';
import { importIssue } from '../sync-issue.ts';
import type { CommandContext } from './command-context.ts';

/** The webhook that tells of the issue may still be on its way: then it is read from GitHub now. */
export async function knowTask(deps: Deps, { project, thread, isPull }: CommandContext): Promise<void> {
  if (isPull || !project.config || (await deps.store.read.task(project.id, thread))) return;
  await importIssue(deps, project, thread);
}
