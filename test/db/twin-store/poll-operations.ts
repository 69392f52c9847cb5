import { ACCOUNTS, BRANCHES, ISSUES, MINUTE, PULLS, type Operation } from './operation.ts';
import { inScene, projectOf } from './side.ts';

/** In minutes. */
const DAY = 24 * 60;

/** Later than the time at which any project became known, which is where polling begins. */
function ahead(days: number): Date {
  return new Date(Date.UTC(2100, 0, days));
}

/** How far the changes of a project were polled, and what the tables hold that GitHub may have ended. */
export const pollOperations: readonly Operation[] = [
  {
    name: 'polls: how far',
    run: async (side, random) => {
      const [comments, issues, pulls] = [random.between(1, 9), random.between(1, 9), random.between(1, 9)];
      const { polls } = side;
      const project = await projectOf(side);
      // Whoever polls asks first how far it is.
      await polls.cursors(project);
      await polls.saveComments(project, { newest: ahead(comments), seen: [`${comments} 1`] });
      await polls.saveIssues(project, ahead(issues));
      await polls.savePulls(project, ahead(pulls));
      const { comments: cursor, issues: one, pulls: other } = await polls.cursors(project);
      return { cursor, one, other };
    },
  },
  {
    name: 'polls: what was heard',
    run: async (side, random) => {
      const [issue, other] = [random.pick(ISSUES), random.pick(ISSUES)];
      const [explained, alone] = [random.chance(0.3), random.chance(0.1)];
      const comment = random.between(1, 5);
      const line = { kind: 'task.close_ignored' as const, actor: 'walter' };
      const project = await projectOf(side);
      const heard = (of: number, minutes: number) =>
        side.polls.closeHeard(project, of, new Date(side.now() + minutes * MINUTE));
      if (explained)
        await inScene(side, async ({ tx, task }) =>
          tx.activity({ projectId: project, taskId: await task(issue), ...line }),
        );
      if (alone) await inScene(side, ({ tx }) => tx.activity({ projectId: project, ...line }));
      return [
        await side.polls.commandsRan(project, comment),
        // What is written down does not grow older in PostgreSQL: long ago, just now, or later than anything.
        await heard(other, -10 * DAY),
        await heard(99, -10 * DAY),
        explained && (await heard(issue, 0.5)),
        await heard(issue, 1.5),
      ];
    },
  },
  {
    name: 'polls: clicks that were heard of',
    run: async (side, random) => {
      const [issue, other] = [random.pick(ISSUES), random.pick(ISSUES)];
      const about = random.pick(['hold', 'agent: agent-a', 'pull 7: hold', 'open', 'open']);
      const [on, at] = [random.chance(0.6), new Date(Date.UTC(2020, 0, random.between(1, 4)))];
      const [labels, failed] = [random.chance(0.2), random.chance(0.2)];
      const project = await projectOf(side);
      const isNews = await inScene(side, async ({ tx, task }) => {
        const taskId = await task(issue);
        const line = { projectId: project, taskId, kind: 'task.failed' as const, actor: 'walter' };
        if (failed) await tx.activity(line);
        const want = [`status: ${random.int(1_000)}`];
        const effect = { kind: 'labels' as const, issue, want, manage: ['status: '], close: false };
        if (labels)
          await tx.effects.want({ ...effect, projectId: project, key: `labels:${taskId}`, settleMs: 0 });
        return [await tx.tasks.hear(taskId, { about, on, at }), await tx.tasks.isHeard(taskId, 'hold')];
      });
      const reopened = (of: number, time: Date) => side.polls.reopenHeard(project, of, time);
      return [
        isNews,
        await side.polls.isHeard(project, 'pull 7: hold'),
        await side.polls.issueKnown(project, other),
        await side.polls.issueKnown(project, 99),
        await reopened(other, at),
        await reopened(99, at),
        // Later than anything that was written down.
        await reopened(other, new Date(Date.UTC(2100, 0, 1))),
      ];
    },
  },
  {
    name: 'polls: what counts as open',
    run: async (side, random) => {
      const [issue, status] = [random.pick(ISSUES), random.pick(['pending', 'done', 'failed'] as const)];
      const [branch, reason] = [random.pick(BRANCHES), random.pick(['target_missing', 'a release', null])];
      const [number, state] = [random.pick(PULLS), random.pick(['waiting', 'queued'] as const)];
      const after = random.pick([null, 5 * MINUTE]);
      const project = await projectOf(side);
      await inScene(side, async ({ tx }) => {
        const task = await tx.tasks.lock(project, issue);
        const lane = await tx.lanes.byBranch(project, branch);
        const pull = await tx.pulls.lock(project, number);
        if (task) await tx.tasks.setStatus(task.id, status);
        if (lane && reason) await tx.lanes.pause(lane.id, reason, 'flotilla');
        if (pull) await tx.pulls.lookAgain(pull.id, after);
        if (!pull || !lane || pull.state !== 'open') return;
        const requester = { ...ACCOUNTS[0], how: 'command' as const };
        const added = await tx.entries.add({
          laneId: lane.id,
          pullId: pull.id,
          head: pull.head,
          state,
          requester,
          priority: 50,
        });
        if (added) side.entries.push(added.id);
      });
      await side.polls.lookAtIdlePulls(project);
      const due = await side.store.read.pullsDue(10);
      return [
        await side.polls.openWork(project),
        due.map((pull) => pull.number).toSorted((one, other) => one - other),
      ];
    },
  },
];
