import type { GitHubModel } from './memory-github/github-model.ts';
import type { EntryRow } from './memory-store/rows.ts';
import type { World } from './world.ts';

/** A lane with something to do, and its state as one text: as long as that changes, it moves. */
export interface LaneView {
  readonly id: number;
  readonly branch: string;
  readonly state: string;
}

/** Somebody else still works on it: a run of its commit, or a scan, has not ended. */
function isUnderTest({ runs, checks }: GitHubModel, { head, candidate }: EntryRow): boolean {
  const commits = [head, candidate?.sha];
  return (
    runs.some(({ genuine, run }) => genuine && !run.get().completed && commits.includes(run.get().sha)) ||
    checks.some(({ sha, state }) => state.get().status === 'in_progress' && commits.includes(sha))
  );
}

/** Lanes that are open and have entries that nothing but the lane itself keeps from going on. */
export function lanesDueIn({ database, github }: World): readonly LaneView[] {
  const { lanes, entries } = database.tables;
  return [...lanes.rows.values()].flatMap((lane): LaneView[] => {
    if (lane.paused !== null || github.tip(lane.branch) === null) return [];
    const live = [...entries.rows.values()].filter(
      (row) => row.laneId === lane.id && ['queued', 'building', 'testing', 'landing'].includes(row.state),
    );
    const runnable = live.filter((row) => !row.held || row.leavingBy !== null || row.state !== 'queued');
    if (runnable.length === 0 || live.some((row) => row.state === 'testing' && isUnderTest(github, row)))
      return [];
    const text = live
      .map(({ id, state, attempt, retries }) => `${id} ${state} ${attempt} ${retries}`)
      .join(', ');
    return [{ id: lane.id, branch: lane.branch, state: text }];
  });
}
