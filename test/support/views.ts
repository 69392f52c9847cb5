import type { AgentId, LaneId, ProjectId, TaskId } from '../../src/core/model/ids.ts';
import type { AgentView, LaneView, TaskView } from '../../src/ports.ts';

// What a catalog shows of a project, for tests without one: whatever is there has the project's own number.

/** Issue 4, which nobody holds. */
export function taskView(project: ProjectId, changes: Partial<TaskView> = {}): TaskView {
  return {
    id: project as number as TaskId,
    projectId: project,
    issue: 4,
    title: 'Write the parser',
    status: 'pending',
    epic: '1',
    priority: 50,
    estimateHours: 2.5,
    percent: 0,
    verified: 0,
    held: false,
    blockedReason: null,
    holder: null,
    pull: null,
    labels: [],
    createdAt: new Date(0),
    doneAt: null,
    ...changes,
  };
}

/** Open and empty. */
export function laneView(project: ProjectId, changes: Partial<LaneView> = {}): LaneView {
  return {
    id: project as number as LaneId,
    projectId: project,
    branch: `epic-${project}`,
    epic: '1',
    paused: null,
    draining: false,
    landed: 0,
    ejected: 0,
    entries: [],
    ...changes,
  };
}

export function agentView(project: ProjectId, changes: Partial<AgentView> = {}): AgentView {
  return {
    id: project as number as AgentId,
    projectId: project,
    name: 'agent-d',
    account: 'agent-d[bot]',
    role: null,
    person: false,
    active: true,
    health: 'healthy',
    lastSeenAt: new Date(0),
    claims: 1,
    maxClaims: 2,
    ...changes,
  };
}
