import type { EntryState } from '../../../src/core/model/lane.ts';
import type { World } from '../world.ts';
import { ISSUE, TARGET } from './arrange.ts';
import { firstProblem, holders, labelsOf, said, statuses, told } from './exactly-once.ts';

export function entryStates({ database }: World): readonly EntryState[] {
  return [...database.tables.entries.rows.values()].map(({ state }) => state);
}

/** What is not as it should be after one landing. */
export function landingProblem(world: World): string | null {
  const { github, database } = world;
  const moves = github.moves.filter(
    ({ branch, by, before }) => branch === TARGET && by.app && before !== null,
  );
  const pulls = [...github.pulls.values()].map(({ snapshot }) => snapshot.get().state);
  const evidence = [...database.tables.evidence.rows.values()].filter(
    ({ type, grade }) => type === 'commit' && grade === 'verified',
  );
  const candidates = [...github.refs].filter(
    ([name, ref]) => name.startsWith('flotilla/candidate/') && ref.get() !== null,
  );
  const checks = github.checks.filter(({ key, state }) => key !== null && state.get().status !== 'completed');
  return firstProblem({
    entries: [entryStates(world), ['landed']],
    'moves of the target': [moves.length, 1],
    'landings in the log': [told(world, 'entry.landed'), 1],
    'ends in the log': [told(world, 'task.done'), 1],
    status: [statuses(world), ['done']],
    holders: [holders(world), ['done']],
    'pull requests': [pulls, ['merged']],
    issue: [github.issues.get(ISSUE)?.snapshot.get().state, 'closed'],
    'landed commits in evidence': [evidence.length, 1],
    'candidate refs': [candidates.map(([name]) => name), []],
    'open checks': [checks.length, 0],
    'status comments': [said(world, 'task:'), 1],
    'ejections told': [said(world, 'ejected:'), 0],
    labels: [labelsOf(world, ISSUE), ['epic:1', 'status: done']],
  });
}
