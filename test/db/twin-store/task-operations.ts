import { ACCOUNTS, ISSUES, MINUTE, type Operation } from './operation.ts';
import { inScene, projectOf } from './side.ts';

const STATUSES = ['pending', 'in_progress', 'review', 'done', 'failed', 'blocked'] as const;

export const taskOperations: readonly Operation[] = [
  {
    name: 'tasks.upsert',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      const labels = random.pick([['epic:one'], ['epic:two'], ['epic:one', 'epic:two'], ['other']]);
      const snapshotAt = new Date(Date.UTC(2020, 0, random.between(1, 9)));
      const priority = random.pick([25, 50, 75]);
      const estimateHours = random.pick([null, 3, 8]);
      const checklist = { done: random.int(3), total: 3 };
      return inScene(side, async ({ tx, project: projectId }) => {
        const epicId = await tx.tasks.epicByLabels(projectId, labels);
        const facts = {
          projectId,
          issue,
          epicId,
          priority,
          estimateHours,
          checklist,
          labels,
          paths: [],
          snapshotAt,
        };
        return tx.tasks.upsert({ ...facts, parentIssue: null, title: `Task ${issue}` });
      });
    },
  },
  {
    name: 'tasks: what changes',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      const status = random.pick(STATUSES);
      const percent = random.pick([0, 40, 100]);
      const what = random.int(6);
      return inScene(side, async ({ tx, project, task }) => {
        const id = await task(issue);
        const holder = await tx.assignments.active(id);
        if (what === 0) await tx.tasks.setStatus(id, status, 'no database');
        if (what === 1) await tx.tasks.setClaimedPercent(id, percent);
        if (what === 2 && holder)
          await tx.tasks.setClaimedPercent(id, percent, { fence: holder.fence, note: 'nearly' });
        if (what === 3) await tx.tasks.setHeld(id, percent > 0);
        if (what === 4) await tx.tasks.setEstimate(id, 5);
        if (what === 5) await tx.tasks.setPriority(id, percent);
        return [await tx.tasks.lockById(id), await tx.tasks.lock(project, issue)];
      });
    },
  },
  {
    name: 'tasks: a hold that is over',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      return inScene(side, async ({ tx, task }) =>
        tx.tasks.setClaimedPercent(await task(issue), 10, { fence: 9_999, note: null }),
      );
    },
  },
  {
    name: 'tasks: dependencies',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      const source = random.pick(['body', 'native'] as const);
      const what = random.int(6);
      const closed = random.chance(0.5);
      const several = ISSUES.filter(() => random.chance(0.3));
      const other = random.pick(ISSUES);
      return inScene(side, async ({ tx, project, task }) => {
        const id = await task(issue);
        const on = { project, issue: other };
        const wanted = several.map((one) => ({ project, issue: one, closed }));
        if (what < 2) await tx.tasks.setDependencies(id, source, wanted);
        if (what === 2) await tx.tasks.addDependency(id, { ...on, closed });
        if (what === 3) await tx.tasks.removeDependency(id, on);
        const marked = what === 4 ? await tx.tasks.markDependency(on, closed) : [];
        const dropped = what === 5 ? await tx.tasks.dropDependency(on) : [];
        return {
          marked: await issuesOf(marked),
          dropped: await issuesOf(dropped),
          missing: await tx.tasks.missing(id),
          dependencies: inOrder(await tx.tasks.dependencies(id)),
          reachable: inOrder(await tx.tasks.dependenciesFrom({ project, issue })),
        };

        async function issuesOf(ids: readonly (typeof id)[]): Promise<readonly unknown[]> {
          const found = [];
          for (const one of ids) found.push((await tx.tasks.lockById(one))?.issue);
          return found;
        }
      });
    },
  },
  {
    name: 'texts',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      const body = random.pick(['', 'Read it.', "Read it, <b>'fast'</b>."]);
      const at = new Date(Date.UTC(2020, 0, random.between(1, 9)));
      const by = random.pick([null, 'sam']);
      const approved = random.pick([null, 'Read it.']);
      const how = random.pick(['opened', 'edited', 'labeled'] as const);
      return inScene(side, async ({ tx, task }) => {
        const id = await task(issue);
        const before = await tx.texts.of(id);
        await tx.texts.put(id, {
          written: { title: 'A task', body, by, openedBy: by === null ? 'sam' : null, at },
          approved: approved === null ? null : { title: 'A task', body: approved, by: 'mona', at, how },
        });
        return [before, await tx.texts.of(id), await tx.tasks.card(id)];
      });
    },
  },
  {
    name: 'tasks.card',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      return inScene(side, async ({ tx, task }) => tx.tasks.card(await task(issue)));
    },
  },
  {
    name: 'reads of tasks',
    async run(side, random) {
      const issue = random.pick(ISSUES);
      const { read } = side.store;
      const project = await projectOf(side);
      return [await read.task(project, issue), await read.task(project, 99), await read.lapsingAssignments()];
    },
  },
  {
    name: 'assignments',
    run: (side, random) => {
      const issue = random.pick(ISSUES);
      const name = random.pick(['agent-a', 'agent-b']);
      const account = random.pick(ACCOUNTS);
      const lease = random.pick([10, 20, 30]) * MINUTE;
      const what = random.pick([
        'claim',
        'claim',
        'claim',
        'renew',
        'extend',
        'warn',
        'end',
        'look',
      ] as const);
      const how = random.pick(['done', 'released', 'lapsed'] as const);
      return inScene(side, async ({ tx, project, task }) => {
        const id = await task(issue);
        const agent = await tx.agents.byName(project, name);
        const holder = await tx.assignments.active(id);
        const done: unknown[] = [holder, await tx.assignments.lapsing(id)];
        if (what === 'claim' && agent) done.push(await tx.assignments.claim(id, agent.id, lease));
        if (what === 'renew') await tx.assignments.renew(id, lease);
        if (what === 'extend') done.push(await tx.assignments.extend(id, holder?.fence ?? 9_999, lease));
        if (what === 'warn') await tx.assignments.warn(id);
        if (what === 'end') done.push(await tx.assignments.end(id, how));
        done.push(await tx.assignments.active(id), await tx.assignments.endedOf(id, account.id));
        return [...done, await tx.assignments.heldBy(project, account.id)];
      });
    },
  },
];

/** A set: neither store promises an order. */
function inOrder(rows: readonly object[]): readonly unknown[] {
  return [...new Set(rows.map((row) => JSON.stringify(row, Object.keys(KEYS))))].toSorted((one, other) =>
    one < other ? -1 : 1,
  );
}

const KEYS = { from: 0, on: 0, issue: 0, source: 0 };
