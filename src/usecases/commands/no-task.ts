import { refusal } from '../../core/words/refusal.ts';
import type { CommandContext } from './command-context.ts';

/** What is said where a thread has no task: how it would get one. */
export function noTask({ project, isPull }: CommandContext): string {
  if (isPull) return refusal({ kind: 'no_task' });
  return refusal({ kind: 'untracked', labels: project.config?.epics.map((epic) => epic.label) ?? [] });
}
