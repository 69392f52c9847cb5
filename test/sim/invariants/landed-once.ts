import type { EntryId, LaneId, Sha } from '../../../src/core/model/ids.ts';
import type { EntryRow } from '../memory-store/rows.ts';
import { EPICS } from '../sim-config.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** I2: an entry lands at most once, and no head lands that its branch had already. At the end git and tables agree. */
export function landedOnce(world: World): Invariant {
  const { github, database } = world;
  const targets = new Set<string>(EPICS.map(({ branch }) => branch));
  const landed = new Map<EntryId, Sha>();
  /** Also what was thrown away since. */
  const everLanded = new Set<Sha>();
  /** Given up when nothing of their landing was left. */
  const lost = new Set<EntryId>();

  /** Commits that a read of their target showed there. */
  const shown = new Set<string>();

  function followEnd({ id, state, laneId, reason, landedSha, landingConfirmed, candidate }: EntryRow): void {
    if (landingConfirmed && landed.get(id) !== candidate?.sha)
      world.fail('I2', `entry ${id} says that GitHub took ${candidate?.sha}, and GitHub did not`);
    if (state === 'landed' && !shown.has(String(landedSha)))
      world.fail('I2', `entry ${id} is landed, and nobody has read that ${landedSha} is there`);
    const moved = landed.get(id);
    if (moved === undefined || state === 'landing' || state === 'landed') return;
    const tip = tipOf(world, laneId);
    if (tip !== null && github.git.contains(tip, moved))
      return world.fail('I2', `entry ${id} is ${state} (${reason}) while its landing ${moved} is there`);
    lost.add(id);
  }

  return {
    onMove({ branch, before, after, by }) {
      if (!by.app || !targets.has(branch) || before === null || after === null) return;
      const entry = [...database.tables.entries.rows.values()].find((row) => row.candidate?.sha === after);
      if (!entry) return;
      const earlier = landed.get(entry.id);
      // Code that an epic is configured to have is brought again when somebody threw it away: nobody asked for it by hand.
      const broughtAgain =
        entry.pullId === null && earlier !== undefined && !github.git.contains(before, earlier);
      if (earlier !== undefined && !broughtAgain)
        return world.fail('I2', `entry ${entry.id} landed twice on ${branch}`);
      if (github.git.contains(before, entry.head))
        return world.fail(
          'I2',
          `${entry.head} was on ${branch} already when entry ${entry.id} landed it again`,
        );
      landed.set(entry.id, after);
      everLanded.add(after);
    },
    onCall(_runner, method, args, answer) {
      const read = answer as { readonly contains: boolean } | null;
      if (method === 'branchContains' && read?.contains === true) shown.add(String(args[2]));
    },
    onCommit(changes) {
      for (const { table, before, after } of changes) {
        const row = after as EntryRow;
        if (table === 'entries') followEnd(row);
        if (table !== 'entries' || before !== null || row.requester.how !== 'auto') continue;
        // What another branch holds may be tried again once either of them has changed.
        if (row.pullId === null) continue;
        const same = [...database.tables.entries.rows.values()].find(
          (one) => one.id !== row.id && one.pullId === row.pullId && one.head === row.head,
        );
        if (same) world.fail('I2', `head ${row.head} of entry ${same.id} came back by itself as ${row.id}`);
      }
    },
    atEnd() {
      for (const row of database.tables.entries.rows.values()) {
        const moved = landed.get(row.id);
        if (row.state === 'landed' && moved !== row.landedSha)
          return world.fail('I2', `entry ${row.id} is landed as ${row.landedSha}, and git says ${moved}`);
        if (moved !== undefined && row.state !== 'landed' && !lost.has(row.id))
          return world.fail('I2', `entry ${row.id} landed ${moved} and is ${row.state} (${row.reason})`);
      }
      // One of an earlier attempt may have come late, after it was deleted: the daily sweep of stray branches ends it.
      for (const id of landed.keys()) {
        const name = `flotilla/candidate/${id}-${database.tables.entries.rows.get(String(id))?.attempt}`;
        if (github.tip(name) !== null) return world.fail('I2', `${name} is there though its entry landed`);
      }
      for (const { branch } of EPICS) recount(world, branch, everLanded);
    },
  };
}

function tipOf({ github, database }: World, lane: LaneId): Sha | null {
  const row = database.tables.lanes.rows.get(String(lane));
  return row ? github.tip(row.branch) : null;
}

/** From git's history alone: what we made is there as often as something landed, unless somebody threw it away. */
function recount({ github, fail }: World, branch: string, landed: ReadonlySet<Sha>): void {
  const tip = github.tip(branch);
  if (tip === null) return;
  const forced = github.moves.some(
    ({ branch: name, before, after }) =>
      name === branch && before !== null && (after === null || !github.git.contains(after, before)),
  );
  const history = github.git.history(tip);
  const ours = github.moves.filter(
    ({ branch: name, by, before, after }) => name === branch && by.app && before !== null && after !== null,
  );
  for (const { after } of ours) {
    if (after === null) continue;
    if (!forced && !history.has(after)) fail('I4', `${after} landed on ${branch} and is gone`);
    if (!landed.has(after)) fail('I2', `${after} is on ${branch} and no entry landed it`);
  }
}
