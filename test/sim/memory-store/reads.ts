import type { Reads } from '../../../src/ports.ts';
import { isInFlight, isLive, liveInOrder, pullOf, toEntry, toPullEntry } from './entry-order.ts';
import { codeMissing, reachKnown } from './lane-reach.ts';
import { toLane } from './lanes.ts';
import { lapsing } from './lapsing.ts';
import { toPull } from './to-pull.ts';
import type { EntryRow, LaneRow } from './rows.ts';
import type { Session } from './session.ts';

type Statement = <T>(what: string, work: (session: Session) => Promise<T>) => Promise<T>;

export function reads(statement: Statement): Reads {
  const read = <T>(what: string, work: (session: Session) => T | Promise<T>) =>
    statement(`read.${what}`, async (session) => work(session));
  return {
    tokenScope: (id) => read(`tokenScope ${id}`, () => null),
    project: (id) => read(`project ${id}`, ({ at, tables }) => at.get(tables.projects, String(id))),
    projectByRepo: (repoId) =>
      read('projectByRepo', ({ at, tables }) =>
        first(at.all(tables.projects).filter((row) => row.repoId === repoId)),
      ),
    projectsOfInstallation: (id) =>
      read('projectsOfInstallation', ({ at, tables }) =>
        at.all(tables.projects).filter((row) => row.installationId === id),
      ),
    activeProjects: () =>
      read('activeProjects', ({ at, tables }) =>
        at.all(tables.projects).filter((row) => row.state === 'active'),
      ),
    task: (project, issue) =>
      read(`task ${issue}`, ({ at, tables }) => at.get(tables.tasks, `${project} ${issue}`)),
    pull: (project, number) =>
      read(`pull ${number}`, ({ at, tables }) => {
        const row = at.get(tables.pulls, `${project} ${number}`);
        return row && toPull(row);
      }),
    pullLook: (project, number) =>
      read(`pullLook ${number}`, ({ at, tables, now }) => {
        const row = at.get(tables.pulls, `${project} ${number}`);
        return row && { pull: toPull(row), at: new Date(now()), doubts: row.doubts };
      }),
    pullsByHead: (project, sha) =>
      read('pullsByHead', ({ at, tables }) =>
        at
          .all(tables.pulls)
          .filter((row) => row.projectId === project && row.head === sha)
          .sort((one, other) => one.number - other.number)
          .map(toPull),
      ),
    openPullsByBase: (project, branch) =>
      read('openPullsByBase', ({ at, tables }) =>
        at
          .all(tables.pulls, 'open')
          .filter((row) => row.projectId === project && row.baseRef === branch)
          .sort((one, other) => one.number - other.number)
          .map(toPull),
      ),
    pullsDue: (limit) => read('pullsDue', (session) => pullsDue(session, limit)),
    lane: (id) =>
      read(`lane ${id}`, ({ at, tables }) => {
        const row = at.get(tables.lanes, String(id));
        return row && toLane(row);
      }),
    laneByBranch: (project, branch) =>
      read(`laneByBranch ${branch}`, ({ at, tables }) => {
        const row = at.all(tables.lanes, `branch ${branch}`).find((one) => one.projectId === project);
        return row ? toLane(row) : null;
      }),
    lanesDue: () => read('lanesDue', (session) => lanesDue(session).map((row) => row.id)),
    liveEntries: (lane) =>
      read(`liveEntries ${lane}`, (session) =>
        liveInOrder(session, lane).map((row) => toEntry(row, pullOf(session, row))),
      ),
    liveEntryOfPull: (pull) =>
      read('liveEntryOfPull', (session) =>
        shownPull(session, session.at.all(session.tables.entries, `pull ${pull}`).find(isLive)),
      ),
    entry: (id) =>
      read(`entry ${id}`, (session) => shown(session, session.at.get(session.tables.entries, String(id)))),
    landedOn: (lane) =>
      read(`landedOn ${lane}`, (session) =>
        session.at
          .all(session.tables.entries, `lane ${lane}`)
          .filter((row) => row.state === 'landed' && row.pullId !== null)
          .sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0) || other.id - one.id)
          .slice(0, 50)
          .map((row) => landing(session, row)),
      ),
    reachKnown: (lane) => read('reachKnown', (session) => reachKnown(session, lane)),
    codeMissing: (lane) =>
      read('codeMissing', (session) =>
        codeMissing(session, session.at.get(session.tables.lanes, String(lane))),
      ),
    lapsingAssignments: () => read('lapsingAssignments', (session) => lapsing(session)),
    statusPage: () => Promise.reject(new Error('nobody looks at the status page of a simulation')),
  };
}

function first<T>(rows: readonly T[]): T | null {
  return rows[0] ?? null;
}

function shown(session: Session, row: EntryRow | null | undefined) {
  return row ? toEntry(row, pullOf(session, row)) : null;
}

function shownPull(session: Session, row: EntryRow | undefined) {
  const pull = row && pullOf(session, row);
  return row && pull ? toPullEntry(row, pull) : null;
}

function landing(session: Session, row: EntryRow) {
  const pull = pullOf(session, row);
  if (!pull) throw new Error(`entry ${row.id} has no pull request`);
  const { number, files } = pull;
  if (row.landedSha === null) throw new Error(`entry ${row.id} landed nothing`);
  return { pull: number, landed: row.landedSha, paths: files?.head === row.head ? files.paths : [] };
}

function pullsDue({ at, tables, now }: Session, limit: number) {
  return at
    .all(tables.pulls, 'open')
    .filter((row) => row.lookAt !== null && row.lookAt <= now())
    .filter((row) => at.get(tables.projects, String(row.projectId))?.state === 'active')
    .sort((one, other) => (one.lookAt ?? 0) - (other.lookAt ?? 0) || one.id - other.id)
    .slice(0, limit)
    .map((row) => ({ project: row.projectId, number: row.number }));
}

/** Lanes in which some entry is due. */
export function lanesDue(session: Session): readonly LaneRow[] {
  const { at, tables, now } = session;
  return at.all(tables.lanes).filter((lane) => {
    if (at.get(tables.projects, String(lane.projectId))?.state !== 'active') return false;
    const live = at
      .all(tables.entries, `lane ${lane.id}`)
      .filter((row) => isLive(row) && row.state !== 'waiting');
    const busy = live.some(isInFlight);
    return live.some(
      (row) =>
        row.leavingBy !== null ||
        (isInFlight(row) && (row.held || row.lookAt <= now())) ||
        (row.state === 'queued' && !row.held && row.lookAt <= now() && lane.paused === null && !busy),
    );
  });
}
