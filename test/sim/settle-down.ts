import { lanesDueIn, type LaneView } from './lane-view.ts';
import { ADMIN, MAINTAINER } from './people.ts';
import { EPICS } from './sim-config.ts';
import { DEFAULT_BRANCH } from './memory-github/github-model.ts';
import type { LaneRow } from './memory-store/rows.ts';
import type { World } from './world.ts';

/** Within this time everything that can move has moved. */
const MOVES_WITHIN_MS = 120_000;
const QUIET_AT_MOST_MS = 3 * 3_600_000;

/** So long nothing of ours runs, at most, while what is hours late is on its way. */
const OUTAGE_AT_MOST_MS = 4 * 3_600_000;

/** Every program stands still for hours, and GitHub delivers then what it should have delivered before. */
export async function sitOutAnOutage(world: World): Promise<void> {
  const { random, scheduler, programs, webhooks } = world;
  const end = scheduler.now() + random.between(OUTAGE_AT_MOST_MS / 4, OUTAGE_AT_MOST_MS);
  for (const { runner } of programs) runner.frozenUntil = end;
  scheduler.after(end - scheduler.now(), 'the outage is over', webhooks.arriveAtLast);
  await runFor(world, end - scheduler.now() + 60_000);
  // Somebody may have asked for a hold or a pause hours ago, and was only heard now.
  await liftStops(world);
}

/** Faults stop: everybody is of the newest version, nobody is frozen, what was dropped is delivered again, what was stopped may go on. */
export async function settleDown(world: World): Promise<void> {
  const { faults, github, scheduler, database } = world;
  faults.stop();
  world.skews.clear();
  world.rollout.end();
  for (const { runner, version } of world.programs) if (version === 'older') world.kill(runner);
  for (const { runner } of world.programs) runner.frozenUntil = Math.min(runner.frozenUntil, scheduler.now());
  const tip = github.tip(DEFAULT_BRANCH);
  for (const { branch } of EPICS) {
    if (tip !== null && github.tip(branch) === null) github.moveRef(branch, tip, world.by(ADMIN));
  }
  world.webhooks.redeliver();
  await runFor(world, 60_000);
  for (const row of database.tables.deliveries.rows.values()) {
    const [first] = world.programs;
    if (row.state === 'dead' && first) void first.deps.store.inbox.redrive(row.guid);
  }
  await liftStops(world);
}

/** Whatever keeps a lane or a task from going on is taken back, as its maintainer would. */
async function liftStops(world: World): Promise<void> {
  const { database, github } = world;
  for (const { number, snapshot } of github.issues.values()) {
    const labels = snapshot.get().labels.filter((label) => label !== 'hold');
    if (labels.length < snapshot.get().labels.length)
      github.changeIssue(number, { labels }, { action: 'unlabeled', label: 'hold' }, world.by(MAINTAINER));
  }
  await runFor(world, 5_000);
  for (const task of database.tables.tasks.rows.values()) {
    if (task.held) github.comment(task.issue, '/unhold', world.by(MAINTAINER));
  }
  for (const lane of database.tables.lanes.rows.values()) {
    const thread = lane.paused === null ? null : threadOf(world, lane);
    if (thread !== null) github.comment(thread, '/lane resume', world.by(MAINTAINER));
  }
  await runFor(world, 60_000);
}

/** Where a lane is talked about: under a task of its epic, or where none is left, under a pull request for its branch. */
function threadOf({ database }: World, { epicId, branch }: LaneRow): number | null {
  const { tasks, pulls } = database.tables;
  const task = [...tasks.rows.values()].find((row) => row.epicId === epicId);
  const pull = [...pulls.rows.values()].find((row) => row.baseRef === branch);
  return task?.issue ?? pull?.number ?? null;
}

async function runFor(world: World, ms: number): Promise<void> {
  const until = world.scheduler.now() + ms;
  let over = false;
  world.scheduler.after(ms, 'time passes', () => {
    over = true;
  });
  await world.scheduler.run(() => over || world.violation !== null || world.scheduler.now() > until);
}

/** I8: as long as something is runnable, it moves within 120 s; in the end nothing is left to do. */
export async function checkLiveness(world: World): Promise<void> {
  const start = world.scheduler.now();
  let before = new Map<number, string>();
  while (world.scheduler.now() - start < QUIET_AT_MOST_MS) {
    const waiting = lanesDueIn(world);
    const stuck = waiting.find((lane) => before.get(lane.id) === lane.state);
    if (stuck) return world.fail('I8', `lane ${stuck.branch} did not move for 120 s: ${stuck.state}`);
    const late = overdue(world);
    if (late !== null) return world.fail('I8', late);
    if (waiting.length === 0 && isQuiet(world)) return;
    before = new Map(waiting.map((lane: LaneView) => [lane.id, lane.state]));
    await runFor(world, MOVES_WITHIN_MS);
    if (world.violation) return;
  }
  world.fail('I8', `not quiet after ${QUIET_AT_MOST_MS / 60_000} minutes`);
}

/** Something that was due for longer than the time everything has. */
function overdue({ database, scheduler }: World): string | null {
  const limit = scheduler.now() - MOVES_WITHIN_MS;
  for (const row of database.tables.deliveries.rows.values()) {
    if (row.state === 'pending' && Math.max(row.dueAt, row.leasedUntil ?? 0) < limit)
      return `delivery ${row.guid} ${row.event} waits since ${scheduler.now() - row.dueAt} ms: ${row.error}`;
  }
  for (const row of database.tables.effects.rows.values()) {
    const waits = row.version > row.sentVersion && !row.dead;
    const busyUntil = database.tables.effectWaits.rows.get(`1 ${row.payload.kind}`)?.until ?? 0;
    if (waits && Math.max(row.dueAt, row.leasedUntil ?? 0, busyUntil) < limit)
      return `effect ${row.key} waits since ${scheduler.now() - row.dueAt} ms: ${row.error}`;
  }
  return null;
}

function isQuiet({ database, webhooks }: World): boolean {
  if (webhooks.unacknowledged().length > 0) return false;
  const { deliveries, effects } = database.tables;
  for (const row of deliveries.rows.values()) if (row.state === 'pending') return false;
  for (const row of effects.rows.values()) if (row.version > row.sentVersion && !row.dead) return false;
  return true;
}
