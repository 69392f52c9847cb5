import type { GateVerdict } from '../core/gate-verdict.ts';
import type { Sha, TaskId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { Tx } from '../ports.ts';

/** Keeps what the gates said of a commit as evidence on its task. The same verdict twice adds nothing. */
export async function recordVerdicts(
  tx: Tx,
  project: Project,
  taskId: TaskId,
  commit: Sha,
  verdicts: readonly GateVerdict[],
): Promise<void> {
  for (const verdict of verdicts) {
    const gate = project.config?.gates.find((candidate) => candidate.name === verdict.gate);
    if (!gate || verdict.state === 'waiting') continue;
    await tx.evidence.add({
      taskId,
      type: gate.evidence,
      ref: `${commit}:${gate.name}:${verdict.state}`,
      summary: `${gate.name} ${verdict.state} on ${commit.slice(0, 12)}: ${verdict.why}`,
      url: verdict.url,
      grade: 'verified',
    });
  }
}
