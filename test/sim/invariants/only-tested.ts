import { EPICS } from '../sim-config.ts';
import { candidateBranch } from '../../../src/core/model/lane.ts';
import { isGreen, JOBS, SCANNER, WORKFLOW } from '../memory-github/ci.ts';
import type { RefMove } from '../memory-github/records.ts';
import type { EntryRow } from '../memory-store/rows.ts';
import type { Sha } from '../../../src/core/model/ids.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/**
 * I1, I3 and I4 at the moment a target branch moves by our doing: forward only, from the tested base, for an entry that
 * is landing, to a commit whose very tree passed every gate in runs that nobody made up.
 */
export function onlyTested(world: World): Invariant {
  const { github, database } = world;
  const targets = new Set<string>(EPICS.map(({ branch }) => branch));

  function entryOf(candidate: Sha): EntryRow | null {
    const rows = [...database.tables.entries.rows.values()];
    return rows.find((row) => row.candidate?.sha === candidate) ?? null;
  }

  return {
    onMove({ branch, before, after, by }: RefMove) {
      if (!by.app || !targets.has(branch)) return;
      // Making a branch that an epic lacks is no landing.
      if (before === null) return;
      if (after === null || !github.git.contains(after, before)) {
        return world.fail('I4', `we moved ${branch} from ${before} to ${after}, which does not contain it`);
      }
      const commit = github.git.get(after);
      const entry = entryOf(after);
      if (!entry)
        return world.fail('I1', `${after} landed on ${branch} and no entry knows it as its candidate`);
      if (commit.parents.length !== 2 || commit.parents[0] !== before || commit.parents[1] !== entry.head)
        return world.fail('I1', `${after} is not the merge of ${entry.head} into ${before}`);
      const merged = github.git.merge(before, entry.head);
      if (
        merged === null ||
        Object.keys({ ...merged, ...github.git.treeOf(after) }).some(
          (path) => merged[path] !== github.git.treeOf(after)[path],
        )
      )
        return world.fail('I1', `${after} does not hold what ${entry.head} and ${before} hold together`);
      if (entry.state !== 'landing')
        return world.fail('I3', `entry ${entry.id} landed on ${branch} while it was ${entry.state}`);
      // Both refs move in one, the target first: the one that permits it is still there.
      if (github.tip(candidateBranch(entry)) !== after)
        return world.fail('I1', `${after} landed on ${branch} without ${candidateBranch(entry)}`);
      if (database.tables.lanes.rows.get(String(entry.laneId))?.branch !== branch)
        return world.fail('I1', `entry ${entry.id} landed on ${branch}, which is not its lane's`);
      if (!isGreen(github.git.tree(commit.tree)))
        return world.fail('I1', `${after} landed on ${branch} with a tree that does not pass`);
      if (!wasTested(world, entry, after))
        world.fail('I1', `${after} landed on ${branch} before its gates had passed`);
    },
  };
}

/** On the candidate itself, or, for a head that was up to date, on that head with the same tree. */
function wasTested(world: World, entry: EntryRow, candidate: Sha): boolean {
  const { git } = world.github;
  const commits = [candidate];
  if (entry.candidate?.inheritsHeadGates && git.get(entry.head).tree === git.get(candidate).tree)
    commits.push(entry.head);
  return commits.some((commit) => passedWorkflow(world, commit) && passedScan(world, commit));
}

function passedWorkflow({ github }: World, commit: Sha): boolean {
  return github.runs.some(({ genuine, run }) => {
    const { sha, event, workflow } = run.get();
    if (!genuine || sha !== commit || event !== 'push' || workflow !== WORKFLOW) return false;
    // Somebody may have had it run again since.
    return run
      .all()
      .some(({ jobs }) =>
        JOBS.slice(0, 3).every((name) => jobs.find((job) => job.name === name)?.conclusion === 'success'),
      );
  });
}

function passedScan({ github }: World, commit: Sha): boolean {
  return github.checks.some(
    ({ sha, appId, state }) =>
      sha === commit &&
      appId === SCANNER.appId &&
      state.all().some(({ conclusion }) => conclusion === 'success'),
  );
}
