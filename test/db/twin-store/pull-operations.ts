import { fakeSha, snapshot } from '../store-fixture.ts';
import { ACCOUNTS, BRANCHES, ISSUES, MINUTE, PULLS, type Operation } from './operation.ts';
import { inScene, projectOf } from './side.ts';

const HEADS = ['a', 'b', 'c'].map(fakeSha);

export const pullOperations: readonly Operation[] = [
  {
    name: 'pulls.upsert',
    run: (side, random) => {
      const number = random.pick(PULLS);
      const shown = snapshot(number, {
        head: random.pick(HEADS),
        state: random.pick(['open', 'open', 'open', 'closed', 'merged'] as const),
        draft: random.chance(0.2),
        baseRef: random.pick(BRANCHES),
        fork: random.chance(0.1),
        author: random.pick(ACCOUNTS),
        headRef: `agent-a/${random.pick(PULLS)}`,
        updatedAt: new Date(Date.UTC(2020, 0, random.between(1, 9))),
      });
      return inScene(side, ({ tx, project }) => tx.pulls.upsert(project, shown));
    },
  },
  {
    name: 'pulls: what changes',
    run: (side, random) => {
      const number = random.pick(PULLS);
      const issue = random.pick([...ISSUES, null]);
      const head = random.pick(HEADS);
      const what = random.int(8);
      const at = Date.UTC(2020, 0, random.between(1, 9));
      const after = random.pick([null, 0, 5 * MINUTE]);
      const author = random.pick(ACCOUNTS).id;
      const doubts = random.int(3);
      return inScene(side, async ({ tx, project, pull, task }) => {
        const id = await pull(number);
        if (what === 0) await tx.pulls.link(id, issue === null ? null : await task(issue));
        if (what === 1) await tx.pulls.setFiles(id, { head, paths: ['src/a', 'src/b'], truncated: false });
        if (what === 2) await tx.pulls.lookAgain(id, after);
        if (what === 3) await tx.pulls.doubtUnlinked(project);
        if (what === 4) await tx.pulls.doubtUnlinkedOf(project, author);
        const findings = { landable: true, problems: [], verdicts: [] };
        const saved =
          what === 5 && (await tx.pulls.saveJudgement(id, { head, configBlob: null, at, ...findings }));
        if (what === 6) await tx.pulls.doubt(id);
        if (what === 7) await tx.pulls.lookedAt(id, { doubts }, after);
        return [saved, await tx.pulls.lock(project, number)];
      });
    },
  },
  {
    name: 'pulls: what is found',
    run: (side, random) => {
      const number = random.pick(PULLS);
      const issue = random.pick(ISSUES);
      return inScene(side, async ({ tx, project, pull, task }) => {
        const id = await pull(number);
        const taskId = await task(issue);
        return [
          await tx.pulls.liveOfTask(taskId, id),
          await tx.pulls.latestOfTask(taskId),
          await tx.pulls.lockOfTask(project, issue),
          await tx.pulls.openByHeadRef(project, `agent-a/${number}`),
          await tx.pulls.view(id),
        ];
      });
    },
  },
  {
    name: 'reads of pulls',
    async run(side, random) {
      const [number, head, branch] = [random.pick(PULLS), random.pick(HEADS), random.pick(BRANCHES)];
      const { read } = side.store;
      const project = await projectOf(side);
      return [
        await read.pull(project, number),
        (await read.pullLook(project, number))?.doubts,
        await read.pullsByHead(project, head),
        await read.openPullsByBase(project, branch),
        (await read.pullsDue(10)).map((due) => due.number).toSorted((one, other) => one - other),
      ];
    },
  },
];
