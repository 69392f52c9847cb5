import type { EvidenceCommand } from '../../core/commands/evidence.ts';
import { judgeEvidence } from '../../core/evidence/judge-evidence.ts';
import { evidenceRefusal } from '../../core/words/evidence-refusal.ts';
import type { Deps } from '../../ports.ts';
import { evidenceFacts } from '../evidence-facts.ts';
import { showTask } from '../show-task.ts';
import { byHolderOrMaintainer } from './by-holder-or-maintainer.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { knowTask } from './know-task.ts';
import { noTask } from './no-task.ts';
import { subjectTask } from './subject-task.ts';

/** Records a fact about the task, as far as it is true: GitHub is asked first, and what is false is refused. */
export async function evidence(
  deps: Deps,
  context: CommandContext,
  command: EvidenceCommand,
): Promise<Apply> {
  await knowTask(deps, context);
  const { project, actor } = context;
  const card = await deps.store.transaction(async (tx) => {
    const task = await subjectTask(tx, context);
    return task && tx.tasks.card(task.id);
  });
  if (!card) return async () => noTask(context);
  const verdict = judgeEvidence(command.type, await evidenceFacts(deps, project, card, command));
  return byHolderOrMaintainer(context, async (tx, task) => {
    if (!verdict.ok) return refused(evidenceRefusal, verdict.error);
    const { grade, ref, summary } = verdict.value;
    const url = command.ref.startsWith('https://') ? command.ref : null;
    const said = command.summary === null ? '' : `: ${command.summary.slice(0, 300)}`;
    await tx.evidence.add({
      taskId: task.id,
      type: command.type,
      ref: ref ?? command.ref,
      summary: `${summary}${said}`,
      url,
      grade,
    });
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: 'task.evidence',
      actor: actor.login,
      detail: { type: command.type, ref: ref ?? command.ref, grade },
    });
    await showTask(tx, project, task.id);
    return { kind: 'done' };
  });
}
