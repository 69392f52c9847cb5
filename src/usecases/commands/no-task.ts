import type { Outcome } from '../../core/commands/outcome.ts';
import { refusal } from '../../core/words/refusal.ts';
import { refused, type CommandContext } from './command-context.ts';

/** The outcome where a thread has no task: how it would get one. */
export function noTask({ project, isPull }: CommandContext): Outcome {
  if (isPull) return refused(refusal, { kind: 'no_task' });
  return refused(refusal, {
    kind: 'untracked',
    labels: project.config?.epics.map((epic) => epic.label) ?? [],
  });
}
