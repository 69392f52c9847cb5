import type { ProjectId, PullId } from '../../../src/core/model/ids.ts';
import type { Pull, PullSnapshot } from '../../../src/core/model/pull.ts';
import type { PullView } from '../../../src/core/model/pull-view.ts';
import type { Tx } from '../../../src/ports.ts';
import type { PullRow } from './rows.ts';
import type { Session } from './session.ts';
import { toPull } from './to-pull.ts';
import { placed } from './task-card.ts';

export function pulls(session: Session): Tx['pulls'] {
  const { at, tables } = session;

  function byId(id: PullId): PullRow | null {
    return at.one(tables.pulls, `id ${id}`);
  }

  async function change(
    id: PullId,
    values: Partial<PullRow> | ((row: PullRow) => Partial<PullRow>),
    when: (row: PullRow) => boolean = () => true,
  ): Promise<boolean> {
    const found = byId(id);
    const row = found && (await at.lockRow(tables.pulls, tables.pulls.key(found)));
    if (!row || !when(row)) return false;
    at.put(tables.pulls, { ...row, ...(typeof values === 'function' ? values(row) : values) });
    return true;
  }

  const due = (afterMs: number | null) => (afterMs === null ? null : session.now() + afterMs);
  const doubt = (id: PullId) => change(id, ({ doubts }) => ({ doubts: doubts + 1, lookAt: session.now() }));
  const maybe = (row: PullRow | undefined) => (row ? toPull(row) : null);

  return {
    upsert: (project, snapshot) => upsert(session, project, snapshot),
    async lock(project, number) {
      const key = `${project} ${number}`;
      const row = at.get(tables.pulls, key) && (await at.lockRow(tables.pulls, key));
      return maybe(row ?? undefined);
    },
    async lockOfTask(project, issue) {
      const task = at.get(tables.tasks, `${project} ${issue}`);
      const [newest] = at
        .all(tables.pulls, `task ${task?.id}`)
        .toSorted((one, other) => other.number - one.number);
      return maybe((newest && (await at.lockRow(tables.pulls, tables.pulls.key(newest)))) ?? undefined);
    },
    async link(id, taskId) {
      await change(id, { taskId });
    },
    async setFiles(id, files) {
      await change(id, { files }, (row) => row.head === files.head);
    },
    async lookAgain(id, afterMs) {
      await change(id, { lookAt: due(afterMs) });
    },
    async lookedAt(id, look, nextMs) {
      await change(id, { lookAt: due(nextMs) }, (row) => row.doubts === look.doubts);
    },
    async doubt(id) {
      await doubt(id);
    },
    async doubtUnlinked(project) {
      for (const row of at.all(tables.pulls, 'task null')) {
        if (row.projectId === project && row.state === 'open') await doubt(row.id);
      }
    },
    async doubtUnlinkedOf(project, author) {
      for (const row of at.all(tables.pulls, 'task null')) {
        if (row.projectId === project && row.author.id === author && row.state === 'open')
          await doubt(row.id);
      }
    },
    saveJudgement: (id, judgement) =>
      change(id, { judgement }, (row) => row.judgement === null || row.judgement.at <= judgement.at),
    async liveOfTask(task, except) {
      return maybe(
        at
          .all(tables.pulls, `task ${task}`)
          .filter((row) => row.id !== except && row.state === 'open')
          .sort((one, other) => one.number - other.number)[0],
      );
    },
    async latestOfTask(task) {
      return maybe(
        at
          .all(tables.pulls, `task ${task}`)
          .slice()
          .sort((one, other) => other.number - one.number)[0],
      );
    },
    async openByHeadRef(project, branch) {
      const open = at
        .all(tables.pulls, 'open')
        .filter((row) => row.projectId === project && row.headRef === branch && !row.fork);
      return maybe(open.sort((one, other) => other.number - one.number)[0]);
    },
    async view(id): Promise<PullView> {
      const row = byId(id);
      if (!row) throw new Error(`there is no pull request ${id}`);
      const entry = at
        .all(tables.entries, `pull ${id}`)
        .filter((one) => one.head === row.head)
        .sort((one, other) => other.id - one.id)[0];
      const lane = at
        .all(tables.lanes, `branch ${row.baseRef}`)
        .find((one) => one.projectId === row.projectId);
      return {
        pull: toPull(row),
        entry: entry ? placed(session, entry, row) : null,
        lanePaused: lane?.paused ?? null,
        laneDraining: lane?.draining ?? null,
      };
    },
  };
}

async function upsert(
  { at, tables }: Session,
  projectId: ProjectId,
  snapshot: PullSnapshot,
): Promise<{ before: Pull | null; pull: Pull }> {
  const known = await at.lockRow(tables.pulls, `${projectId} ${snapshot.number}`);
  const before = known && toPull(known);
  if (before && before.updatedAt > snapshot.updatedAt) return { before, pull: before };
  const kept =
    known?.files?.head === snapshot.head && known.baseRef === snapshot.baseRef && known.state !== 'closed';
  const row: PullRow = known
    ? {
        ...known,
        ...snapshot,
        state: known.state === 'merged' ? 'merged' : snapshot.state,
        files: kept ? known.files : null,
      }
    : {
        ...snapshot,
        id: tables.pulls.nextId() as PullId,
        projectId,
        taskId: null,
        files: null,
        judgement: null,
        lookAt: null,
        doubts: 0,
      };
  at.put(tables.pulls, row);
  return { before, pull: toPull(row) };
}
