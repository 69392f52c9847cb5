import type { Label, Milestone, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { iso } from './iso.ts';
import { fullName, repoUrl } from './repository.ts';
import { renderUser } from './user.ts';

export function renderLabel(twin: Twin, repo: Repository, label: Label) {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repoUrl(twin, repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function renderMilestone(twin: Twin, repo: Repository, milestone: Milestone) {
  const url = `${repoUrl(twin, repo)}/milestones/${milestone.number}`;
  const issues = [...repo.issues.values()].filter((issue) => issue.milestone === milestone);
  return {
    url,
    html_url: `${twin.url}/${fullName(repo)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: milestone.nodeId,
    number: milestone.number,
    title: milestone.title,
    description: '',
    creator: renderUser(twin, milestone.creator),
    open_issues: issues.filter((issue) => issue.state === 'open').length,
    closed_issues: issues.filter((issue) => issue.state === 'closed').length,
    state: 'open',
    created_at: iso(milestone.createdAt),
    updated_at: iso(milestone.createdAt),
    due_on: null,
    closed_at: null,
  };
}
