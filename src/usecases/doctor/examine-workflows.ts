import type { Diagnosis, Finding } from '../../core/doctor/diagnosis.ts';
import { gathered } from '../../core/doctor/gathered.ts';
import { judgeWorkflow } from '../../core/doctor/judge-workflow.ts';
import type { RepoRef } from '../../core/model/project.ts';
import type { GateConfig, WorkflowGate } from '../../core/model/repository-config.ts';
import type { DoctorDeps } from '../../ports.ts';
import { looked } from './looked.ts';

/** Whether candidates, which are made of these branches, wake what the gates wait for. */
export async function examineWorkflows(
  deps: DoctorDeps,
  repo: RepoRef,
  { gates, branches }: { readonly gates: readonly GateConfig[]; readonly branches: readonly string[] },
): Promise<readonly Diagnosis[]> {
  const asked = gates.filter((gate): gate is WorkflowGate => gate.kind === 'workflow');
  const files = new Set(asked.map(({ workflow }) => workflow));
  const found: { place: string; findings: readonly Finding[] }[] = [];
  for (const branch of new Set(branches)) {
    for (const file of files) {
      const findings = await looked('workflow', async () => {
        const text = await deps.repositories.file(repo, branch, `.github/workflows/${file}`);
        const answer = text === null ? ({ kind: 'missing' } as const) : deps.readWorkflow(text);
        return judgeWorkflow(
          file,
          answer,
          asked.filter(({ workflow }) => workflow === file),
        );
      });
      found.push({ place: branch, findings });
    }
  }
  return gathered(`${repo.owner}/${repo.name}`, found);
}
