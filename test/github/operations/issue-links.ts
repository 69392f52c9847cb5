import { emit } from '../hooks/emit.ts';
import type { Actor, Issue } from '../model.ts';
import { renderIssue } from '../render/issue.ts';
import { renderRepository } from '../render/repository.ts';
import type { Twin } from '../twin.ts';

/** Makes `child` a sub-issue of `parent`: both repositories hear of it, from either side. */
export function addSubIssue(twin: Twin, parent: Issue, child: Issue, actor: Actor): void {
  if (child.parent) removeSubIssue(twin, child.parent, child, actor);
  child.parent = parent;
  parent.subIssues.push(child);
  emitSubIssue(twin, parent, child, actor, 'added');
}

export function removeSubIssue(twin: Twin, parent: Issue, child: Issue, actor: Actor): void {
  child.parent = undefined;
  parent.subIssues.splice(parent.subIssues.indexOf(child), 1);
  emitSubIssue(twin, parent, child, actor, 'removed');
}

function emitSubIssue(
  twin: Twin,
  parent: Issue,
  child: Issue,
  actor: Actor,
  what: 'added' | 'removed',
): void {
  const issues = () => ({
    parent_issue_id: parent.id,
    parent_issue: renderIssue(twin, parent),
    sub_issue_id: child.id,
    sub_issue: renderIssue(twin, child),
  });
  emit(twin, child.repo, actor, 'sub_issues', () => ({
    action: `parent_issue_${what}`,
    ...issues(),
    parent_issue_repo: renderRepository(twin, parent.repo),
  }));
  emit(twin, parent.repo, actor, 'sub_issues', () => ({
    action: `sub_issue_${what}`,
    ...issues(),
    sub_issue_repo: renderRepository(twin, child.repo),
  }));
}

export function addBlockedBy(twin: Twin, blocked: Issue, blocking: Issue, actor: Actor): void {
  if (blocked.blockedBy.includes(blocking)) return;
  blocked.blockedBy.push(blocking);
  emitDependency(twin, blocked, blocking, actor, 'added');
}

export function removeBlockedBy(twin: Twin, blocked: Issue, blocking: Issue, actor: Actor): void {
  blocked.blockedBy.splice(blocked.blockedBy.indexOf(blocking), 1);
  emitDependency(twin, blocked, blocking, actor, 'removed');
}

function emitDependency(
  twin: Twin,
  blocked: Issue,
  blocking: Issue,
  actor: Actor,
  what: 'added' | 'removed',
): void {
  const fields = () => ({
    blocked_issue_id: blocked.id,
    blocked_issue: renderIssue(twin, blocked),
    blocking_issue_id: blocking.id,
    blocking_issue: renderIssue(twin, blocking),
  });
  emit(twin, blocked.repo, actor, 'issue_dependencies', () => ({
    action: `blocked_by_${what}`,
    ...fields(),
    blocking_issue_repo: renderRepository(twin, blocking.repo),
  }));
  emit(twin, blocking.repo, actor, 'issue_dependencies', () => ({
    action: `blocking_${what}`,
    ...fields(),
    blocked_issue_repo: renderRepository(twin, blocked.repo),
  }));
}
