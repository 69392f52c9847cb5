import type { RequeueReason } from '../../../src/core/lane/next-step.ts';
import type { EjectReason, Entry } from '../../../src/core/model/lane.ts';
import type { Random } from '../../sim/random.ts';
import { fakeSha } from '../store-fixture.ts';
import { ACCOUNTS, BRANCHES, MINUTE, PULLS, type Operation } from './operation.ts';
import { inScene, must, noted, projectOf, type Scene, type Side } from './side.ts';

type Change = (entries: Scene['tx']['entries'], id: Entry['id']) => Promise<unknown>;

/** One change to an entry, legal in its state or not. */
function drawChange(random: Random): Change {
  const candidate = {
    sha: fakeSha(random.pick(['d', 'e'])),
    tree: fakeSha('f'),
    base: fakeSha('0'),
    inheritsHeadGates: random.chance(0.3),
    configBlob: fakeSha('c'),
  };
  const held = random.chance(0.3);
  const how = random.pick<RequeueReason>(['base_moved', 'held', 'retry', 'interrupted']);
  const reason = random.pick<EjectReason>(['conflict', 'dequeued']);
  const state = random.pick(['testing', 'landing'] as const);
  const after = random.pick([0, 5 * MINUTE]);
  const why = random.pick(['suspect', undefined] as const);
  return random.pick<Change>([
    (entries, id) => entries.admit(id),
    (entries, id) => entries.setHeld(id, held),
    (entries, id) => entries.setLeaving(id, 'mona'),
    (entries, id) => entries.beginAttempt(id),
    (entries, id) => entries.beginAttempt(id),
    (entries, id) => entries.saveCandidate(id, candidate),
    (entries, id) => entries.saveCandidate(id, candidate),
    (entries, id) => entries.setState(id, state),
    (entries, id) => entries.setState(id, state),
    (entries, id) => entries.requeue(id, how),
    (entries, id) => entries.lookAgain(id, after),
    (entries, id) => entries.takeUp(id),
    (entries, id) => entries.putOff(id, after),
    (entries, id) => entries.lookNow(id, why),
    (entries, id) => entries.trust(id),
    (entries, id) => entries.confirmLanding(id),
    (entries, id) => entries.missLanding(id),
    (entries, id) => entries.landed(id, candidate.sha),
    (entries, id) => entries.eject(id, reason, { by: 'mona' }),
  ]);
}

/** The entry that was added so many additions ago. */
function recent({ entries }: Side, back: number): Entry['id'] {
  return must(entries.at(-1 - (back % Math.max(entries.length, 1))), 'entry');
}

const change: Operation = {
  name: 'entries: what changes',
  run: (side, random) => {
    const back = random.int(3);
    const apply = drawChange(random);
    return inScene(side, async ({ tx }) => {
      const id = recent(side, back);
      return [await tx.entries.lock(id), await apply(tx.entries, id), await tx.entries.get(id)];
    });
  },
};

/** What a lane does to an entry that nothing stops. */
const wholeLanding: Operation = {
  name: 'entries: a landing from begin to end',
  run: (side, random) => {
    const back = random.int(2);
    const candidate = { sha: fakeSha('d'), tree: fakeSha('f'), base: fakeSha('0'), configBlob: fakeSha('c') };
    return inScene(side, async ({ tx: { entries } }) => {
      const id = recent(side, back);
      const begun = await entries.beginAttempt(id);
      await entries.saveCandidate(id, { ...candidate, inheritsHeadGates: false });
      await entries.setState(id, 'testing');
      await entries.setState(id, 'landing');
      await entries.confirmLanding(id);
      const landing = await entries.get(id);
      await entries.landed(id, candidate.sha);
      return [begun, landing, await entries.get(id)];
    });
  },
};

export const entryOperations: readonly Operation[] = [
  {
    name: 'entries.add',
    run: async (side, random) => {
      const number = random.pick(PULLS);
      const branch = random.pick(BRANCHES);
      const head = fakeSha(random.pick(['a', 'b', 'c']));
      const state = random.pick(['waiting', 'queued', 'queued'] as const);
      const how = random.pick(['auto', 'command'] as const);
      const account = random.pick(ACCOUNTS);
      const priority = random.pick([25, 50, 75]);
      const added = await inScene(side, async ({ tx, pull, lane }) => {
        const [pullId, laneId] = [await pull(number), await lane(branch)];
        return tx.entries.add({ laneId, pullId, head, state, priority, requester: { ...account, how } });
      });
      if (added) side.entries.push(added.id);
      return added;
    },
  },
  change,
  change,
  change,
  change,
  wholeLanding,
  {
    name: 'entries: what is found',
    run: (side, random) => {
      const number = random.pick(PULLS);
      const branch = random.pick(BRANCHES);
      const head = fakeSha(random.pick(['a', 'b', 'c']));
      const commit = fakeSha(random.pick(['a', 'd', 'e']));
      return inScene(side, async ({ tx, project, pull, lane }) => {
        const id = await pull(number);
        return [
          await tx.entries.seenHead(id, head),
          await tx.entries.liveOfPull(id),
          await tx.entries.newestOfPull(id),
          await tx.entries.testing(project, commit, null),
          await tx.entries.liveOfLane(await lane(branch)),
        ];
      });
    },
  },
  {
    name: 'reads of entries',
    async run(side, random) {
      const branch = random.pick(BRANCHES);
      const number = random.pick(PULLS);
      const read = noted(side.store.read, side.reached, 'read.');
      const project = await projectOf(side);
      const lane = must(await read.laneByBranch(project, branch), 'lane');
      const pull = must(await read.pull(project, number), 'pull');
      const due = await read.lanesDue();
      const last = side.entries.at(-1);
      return [
        await read.liveEntries(lane.id),
        await read.liveEntryOfPull(pull.id),
        last === undefined ? null : await read.entry(last),
        await read.landedOn(lane.id),
        await branchesOf(due),
      ];

      async function branchesOf(ids: typeof due): Promise<readonly unknown[]> {
        const found = await Promise.all(ids.map(async (id) => (await read.lane(id))?.branch));
        return found.toSorted((one = '', other = '') => (one < other ? -1 : 1));
      }
    },
  },
];
