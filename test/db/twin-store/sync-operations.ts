import { CONFIG, fakeSha } from '../store-fixture.ts';
import { BRANCHES, ISSUES, PULLS, type Operation } from './operation.ts';
import { inScene, must, noted, projectOf } from './side.ts';

const [FIRST, SECOND] = BRANCHES;

/** Later than every other snapshot of an issue. */
const AFTER_ALL = new Date(Date.UTC(2020, 1));

function taking() {
  return CONFIG.epics.map((epic) => ({ ...epic, sync: epic.key === 'two' ? ['one'] : [] }));
}

/** What an epic takes in, and what it has of it. */
export const syncOperations: readonly Operation[] = [
  {
    name: 'an epic takes code in',
    run: (side) =>
      inScene(side, ({ tx, project }) =>
        tx.projects.configure(project, { ...CONFIG, epics: taking() }, fakeSha('c')),
      ),
  },
  {
    name: 'entries.addSync',
    run: async (side, random) => {
      const head = fakeSha(random.pick(['a', 'b', 'd']));
      const looked = random.chance(0.3);
      const added = await inScene(side, async ({ tx, lane }) =>
        tx.entries.addSync({ laneId: await lane(SECOND), from: FIRST, head, looked }),
      );
      if (added) side.entries.push(added.id);
      return added;
    },
  },
  {
    name: 'a sync goes its way',
    run: (side, random) => {
      const head = fakeSha(random.pick(['a', 'b', 'd']));
      const took = random.pick([head, fakeSha('e')]);
      const end = random.pick(['landed', 'landed', 'conflict', 'dequeued', 'requeue'] as const);
      const candidate = {
        sha: fakeSha('d'),
        tree: fakeSha('f'),
        base: fakeSha('0'),
        configBlob: fakeSha('c'),
      };
      return inScene(side, async ({ tx: { entries, effects }, project, lane }) => {
        const live = (await entries.liveOfLane(await lane(SECOND))).find((entry) => entry.sync !== null);
        if (!live) return 'no sync';
        const begun = await entries.beginSync(live.id, head, took);
        await entries.saveCandidate(live.id, { ...candidate, inheritsHeadGates: false });
        await entries.setState(live.id, 'testing');
        if (end === 'requeue') await entries.requeue(live.id, 'interrupted');
        else if (end === 'landed') {
          await entries.setState(live.id, 'landing');
          await entries.landed(live.id, candidate.sha);
        } else {
          await entries.eject(live.id, end, {});
          const issue = { kind: 'issue' as const, title: 'Bring it', body: 'by hand', labels: ['epic:two'] };
          if (end === 'conflict')
            await effects.want({ projectId: project, key: `sync:${live.id}`, settleMs: 0, ...issue });
        }
        return [begun, await entries.get(live.id)];
      });
    },
  },
  {
    name: 'a task of one epic lands for one of another',
    run: (side, random) => {
      const [on, waits] = random.pick([
        [ISSUES[0], ISSUES[1]],
        [ISSUES[1], ISSUES[2]],
        [ISSUES[0], ISSUES[3]],
      ] as const);
      const number = random.pick(PULLS);
      const candidate = {
        sha: fakeSha('e'),
        tree: fakeSha('f'),
        base: fakeSha(random.chance(0.7) ? 'e' : '0'),
        configBlob: fakeSha('c'),
      };
      return inScene(side, async ({ tx, project, task, pull, lane }) => {
        await tx.projects.configure(project, { ...CONFIG, epics: taking() }, fakeSha('c'));
        for (const [issue, label] of [
          [on, 'epic:one'],
          [waits, 'epic:two'],
        ] as const) {
          const epicId = await tx.tasks.epicByLabels(project, [label]);
          const facts = {
            projectId: project,
            issue,
            epicId,
            priority: 50,
            estimateHours: 3,
            parentIssue: null,
            labels: [label],
            paths: [],
          };
          const checklist = { done: 0, total: 0 };
          await tx.tasks.upsert({ ...facts, checklist, snapshotAt: AFTER_ALL, title: `Task ${issue}` });
        }
        const [pullId, laneId] = [await pull(number), await lane(FIRST)];
        await tx.tasks.setDependencies(await task(waits), 'body', [{ project, issue: on, closed: false }]);
        await tx.pulls.link(pullId, await task(on));
        await tx.tasks.setStatus(await task(on), 'done');
        const requester = { id: 101, login: 'agent-a[bot]', isBot: true, how: 'command' as const };
        const entry = await tx.entries.add({
          laneId,
          pullId,
          head: fakeSha('b'),
          state: 'queued',
          requester,
          priority: 50,
        });
        if (!entry) return 'in the lane already';
        await tx.entries.beginAttempt(entry.id);
        await tx.entries.saveCandidate(entry.id, { ...candidate, inheritsHeadGates: false });
        await tx.entries.setState(entry.id, 'testing');
        await tx.entries.setState(entry.id, 'landing');
        await tx.entries.landed(entry.id, candidate.sha);
        return tx.tasks.missing(await task(waits));
      });
    },
  },
  {
    name: 'what a lane has, and lacks',
    async run(side, random) {
      const back = random.int(2);
      const goes = random.chance(0.3);
      const issue = random.pick(ISSUES);
      const read = noted(side.store.read, side.reached, 'read.');
      const project = await projectOf(side);
      const lane = must(await read.laneByBranch(project, SECOND), 'lane');
      const missing = await read.codeMissing(lane.id);
      const one = missing[back % Math.max(missing.length, 1)];
      const known = await read.reachKnown(lane.id);
      const lost = goes ? known[back % Math.max(known.length, 1)] : undefined;
      return inScene(side, async ({ tx, task }) => {
        const waited = one ? await tx.lanes.reached(lane.id, one) : [];
        const waiting = lost ? await tx.lanes.unreached(lane.id, lost) : [];
        return [
          missing.map(({ lane: from, landed, era }) => ({ lane: from, landed, era })),
          known.map(({ lane: from, landed }) => ({ lane: from, landed })),
          waited.map((taskId) => ({ taskId })),
          waiting.map((taskId) => ({ taskId })),
          await tx.lanes.newestLanded(lane.id),
          await tx.projects.waitingEpics(project),
          await tx.entries.syncTroubleOpen(lane.id, FIRST),
          await tx.entries.failedSyncs(lane.id),
          await tx.tasks.missing(await task(issue)),
        ];
      });
    },
  },
];
