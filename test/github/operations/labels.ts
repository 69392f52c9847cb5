import { emit } from '../hooks/emit.ts';
import type { Actor, Label, Repository } from '../model.ts';
import { renderLabel, renderMilestone } from '../render/label.ts';
import { nodeId, type Twin } from '../twin.ts';

export function findLabel(repo: Repository, name: string): Label | undefined {
  return repo.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

export function createLabel(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  o: { name: string; color?: string; description?: string | null },
): Label {
  const id = twin.nextId();
  const label = {
    id,
    nodeId: nodeId('LA', id),
    name: o.name,
    color: o.color ?? 'ededed',
    description: o.description ?? null,
  };
  repo.labels.push(label);
  twin.nodes.set(label.nodeId, { type: 'Label', entity: label, repo });
  emit(twin, repo, actor, 'label', () => ({ action: 'created', label: renderLabel(twin, repo, label) }));
  return label;
}

/** GitHub makes a label that an issue is given and the repository lacks. */
export function findOrCreateLabel(twin: Twin, repo: Repository, actor: Actor, name: string): Label {
  return findLabel(repo, name) ?? createLabel(twin, repo, actor, { name });
}

export function deleteLabel(twin: Twin, repo: Repository, actor: Actor, label: Label): void {
  repo.labels.splice(repo.labels.indexOf(label), 1);
  for (const issue of repo.issues.values()) issue.labels = issue.labels.filter((one) => one !== label);
  emit(twin, repo, actor, 'label', () => ({ action: 'deleted', label: renderLabel(twin, repo, label) }));
}

export function createMilestone(twin: Twin, repo: Repository, actor: Actor, title: string) {
  const id = twin.nextId();
  const milestone = {
    id,
    nodeId: nodeId('MI', id),
    number: repo.milestones.length + 1,
    title,
    creator: actor.user,
    createdAt: twin.now(),
  };
  repo.milestones.push(milestone);
  emit(twin, repo, actor, 'milestone', () => ({
    action: 'created',
    milestone: renderMilestone(twin, repo, milestone),
  }));
  return milestone;
}
