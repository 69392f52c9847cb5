import { evidenceTarget, type EvidenceTarget } from '../core/evidence/evidence-target.ts';
import type { EvidenceFacts } from '../core/evidence/judge-evidence.ts';
import { judgeGates } from '../core/judge-gates.ts';
import type { EvidenceType } from '../core/model/evidence.ts';
import type { Sha } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { TaskCard } from '../core/model/task-card.ts';
import type { Deps } from '../ports.ts';

/** Reads from GitHub what decides about a piece of evidence. Addresses elsewhere are never opened. */
export async function evidenceFacts(
  deps: Deps,
  project: Project,
  card: TaskCard,
  said: { readonly type: EvidenceType; readonly ref: string },
): Promise<EvidenceFacts> {
  const { type } = said;
  const target = evidenceTarget(said.ref);
  const own = isOwn(project, target);
  if (type === 'commit')
    return own && target.kind === 'commit' ? commit(deps, project, card, type, target) : WRONG;
  if (type === 'pr') return own && target.kind === 'pull' ? pull(deps, project, card, target.number) : WRONG;
  if (target.kind === 'page') {
    return type === 'deployment' ? deployedPage(deps, project, card, target.url) : { kind: 'page' };
  }
  if (target.kind === 'run' || target.kind === 'check')
    return own ? run(deps, project, card, { kind: target.kind, id: target.id }) : WRONG;
  if (type === 'research' || type === 'citation')
    return { kind: 'object', exists: await deps.github.targetExists(project, target) };
  return own && target.kind === 'commit' ? commit(deps, project, card, type, target) : WRONG;
}

const WRONG: EvidenceFacts = { kind: 'wrong_kind' };

function isOwn(project: Project, target: EvidenceTarget): boolean {
  if (target.kind === 'page') return false;
  const own = `${project.owner}/${project.name}`.toLowerCase();
  return target.repository === null || target.repository.toLowerCase() === own;
}

async function commit(
  deps: Deps,
  project: Project,
  card: TaskCard,
  type: EvidenceType,
  target: { readonly id: string },
): Promise<EvidenceFacts> {
  const found = await deps.github.commitId(project, target.id);
  const branch = found && (await branchWith(deps, project, card, found));
  const gates = (project.config?.gates ?? []).filter((gate) => gate.evidence === type);
  const asked = found !== null && branch !== null && gates.length > 0;
  return {
    kind: 'commit',
    commit: found,
    branch,
    verdicts: asked
      ? judgeGates(gates, await deps.github.commitChecks(project, found, gates), {
          kind: 'entering_head',
          branch,
        })
      : [],
    deployments: found && type === 'deployment' ? await deps.github.deployments(project, found) : [],
  };
}

/**
 * The branch of the task that contains a commit: its pull request's, those named for it, or its epic's. A fork's commits
 * can be found in the repository as well, so being found proves nothing.
 */
async function branchWith(deps: Deps, project: Project, card: TaskCard, found: Sha): Promise<string | null> {
  const { pull, epic, holder, task } = card;
  const named = holder ? await deps.github.branches(project, `${holder.agentName}/${task.issue}-`) : [];
  const branches = [...(pull && !pull.fork ? [pull.headRef] : []), ...named, ...(epic ? [epic.branch] : [])];
  for (const branch of new Set(branches)) {
    if ((await deps.github.branchContains(project, branch, found))?.contains) return branch;
  }
  return null;
}

async function pull(
  deps: Deps,
  project: Project,
  { task }: TaskCard,
  number: number,
): Promise<EvidenceFacts> {
  return deps.store.transaction(async (tx) => {
    const found = await tx.pulls.lock(project.id, number);
    const of = found?.taskId ? await tx.tasks.lockById(found.taskId) : null;
    return { kind: 'pull', number, found: found !== null, task: of?.issue ?? null, own: task.issue };
  });
}

async function run(
  deps: Deps,
  project: Project,
  card: TaskCard,
  named: { readonly kind: 'run' | 'check'; readonly id: number },
): Promise<EvidenceFacts> {
  const found = await deps.github.runFact(project, named);
  return { kind: 'run', run: found, branch: found && (await branchWith(deps, project, card, found.sha)) };
}

async function deployedPage(
  deps: Deps,
  project: Project,
  { pull: of }: TaskCard,
  url: string,
): Promise<EvidenceFacts> {
  const all = of ? await deps.github.deployments(project, of.head) : [];
  return { kind: 'deployed_page', deployments: all.filter((deployment) => deployment.url === url) };
}
