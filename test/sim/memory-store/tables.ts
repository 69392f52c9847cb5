import type * as rows from './rows.ts';
import { createTable } from './table.ts';

export type Tables = ReturnType<typeof createTables>;

/** Every table, with its natural key and what its rows are looked up by. */
export function createTables() {
  return {
    projects: createTable<rows.ProjectRow>('projects', ({ id }) => String(id)),
    epics: createTable<rows.EpicRow>('epics', (row) => `${row.projectId} ${row.key}`),
    tasks: createTable<rows.TaskRow>(
      'tasks',
      (row) => `${row.projectId} ${row.issue}`,
      ({ id }) => [`id ${id}`],
    ),
    texts: createTable<rows.TextRow>('texts', (row) => String(row.taskId)),
    heardTurns: createTable<rows.HeardTurnRow>(
      'heardTurns',
      (row) => `${row.taskId} ${row.about}`,
      (row) => [`task ${row.taskId}`],
    ),
    edges: createTable<rows.EdgeRow>(
      'edges',
      (row) => `${row.taskId} ${row.onIssue} ${row.source}`,
      (row) => [`task ${row.taskId}`, `on ${row.onIssue}`],
    ),
    agents: createTable<rows.AgentRowData>(
      'agents',
      (row) => `${row.projectId} ${row.name}`,
      (row) => [`id ${row.id}`, `account ${row.accountId}`],
    ),
    assignments: createTable<rows.AssignmentRow>(
      'assignments',
      ({ id }) => String(id),
      (row) => (row.status === 'active' ? [`task ${row.taskId}`, 'active'] : [`task ${row.taskId}`]),
    ),
    evidence: createTable<rows.EvidenceRow>(
      'evidence',
      (row) => `${row.taskId} ${row.type} ${row.ref}`,
      (row) => [`task ${row.taskId}`],
    ),
    pulls: createTable<rows.PullRow>(
      'pulls',
      (row) => `${row.projectId} ${row.number}`,
      (row) => [`id ${row.id}`, `task ${row.taskId}`, row.state],
    ),
    lanes: createTable<rows.LaneRow>(
      'lanes',
      ({ id }) => String(id),
      (row) => [`branch ${row.branch}`],
    ),
    entries: createTable<rows.EntryRow>(
      'entries',
      ({ id }) => String(id),
      (row) => [`lane ${row.laneId}`, `pull ${row.pullId}`, row.state],
    ),
    reach: createTable<rows.ReachRow>(
      'reach',
      (row) => `${row.laneId} ${row.entryId}`,
      (row) => (row.gone ? [] : [`lane ${row.laneId}`]),
    ),
    effects: createTable<rows.EffectRow>(
      'effects',
      (row) => `${row.projectId} ${row.key}`,
      (row) => [
        `id ${row.id}`,
        row.version > row.sentVersion && !row.dead ? 'waiting' : 'at rest',
        `${row.payload.kind} ${row.object}`,
      ],
    ),
    effectWaits: createTable<rows.EffectWaitRow>('effectWaits', (row) => `${row.installationId} ${row.kind}`),
    deliveries: createTable<rows.DeliveryRow>(
      'deliveries',
      ({ guid }) => guid,
      ({ state }) => [state],
    ),
    commands: createTable<rows.CommandRow>(
      'commands',
      (row) => `${row.projectId} ${row.commentId} ${row.line}`,
    ),
    polls: createTable<rows.PollRow>('polls', ({ projectId }) => String(projectId)),
    activity: createTable<rows.ActivityRow>('activity', ({ id }) => String(id)),
  };
}
