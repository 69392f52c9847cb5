import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPlan } from '../../config/read-plan.ts';
import { writePlan } from '../../config/write-plan.ts';
import { sha } from '../model/ids.ts';
import { issueFinder, type Board, type BoardIssue } from './board.ts';
import { findCycles } from './find-cycles.ts';
import { inOrder } from './in-order.ts';
import { markedBlock, markOf, withBlock } from './plan-mark.ts';
import type { PlanChange } from './plan-change.ts';
import { planChanges } from './plan-changes.ts';
import { planOfBoard } from './plan-of-board.ts';
import type { Plan } from './plan.ts';

const title = fc
  .string({ minLength: 1, maxLength: 30 })
  .map((text) => text.replace(/\p{Cc}/gu, '').trim() || 'x');

/** Plans without circles: a task waits for earlier ones only, in whatever order they are written down. */
const plans: fc.Arbitrary<Plan> = fc
  .record({
    project: title,
    epics: fc.array(fc.record({ title, wait: fc.option(fc.nat(100)) }), { minLength: 1, maxLength: 4 }),
    tasks: fc.array(
      fc.record({
        title,
        epic: fc.nat(3),
        hours: fc.option(fc.integer({ min: 0, max: 4000 }).map((n) => n / 4)),
        priority: fc.option(fc.nat(100)),
        done: fc.boolean(),
        after: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
        agent: fc.option(fc.constantFrom('agent-a', 'agent-b')),
      }),
      { maxLength: 12 },
    ),
    turned: fc.boolean(),
  })
  .map(({ project, epics, tasks, turned }) => {
    const rows = tasks.map(({ done, after, epic, ...task }, index) => ({
      ...task,
      key: `${index}.0`,
      epic: `e${epic % epics.length}`,
      status: done ? ('done' as const) : null,
      percent: null,
      after: after.filter((at) => at < index).map((at) => `${at}.0`),
    }));
    return {
      project,
      stated: { tasks: null, hours: null },
      epics: epics.map(({ wait, ...epic }, index) => ({
        ...epic,
        key: `e${index}`,
        branch: `e${index}/work`,
        statedHours: null,
        after: wait === null || index === 0 ? [] : [{ epic: 'e0', percent: wait }],
      })),
      tasks: turned ? rows.toReversed() : rows,
      agents: [],
    };
  });

const EMPTY: Board = {
  defaultBranch: 'main',
  tip: sha('a'.repeat(40)),
  config: null,
  labels: [],
  branches: ['main'],
  issues: [],
  others: [],
};

/** What GitHub shows after a change. */
function after(board: Board, change: PlanChange): Board {
  const find = issueFinder(board);
  const at = (kind: 'epic' | 'task', key: string) => find({ kind, key })?.number ?? 0;
  const edit = (number: number, to: (issue: BoardIssue) => Partial<BoardIssue>): Board => ({
    ...board,
    issues: board.issues.map((issue) => (issue.number === number ? { ...issue, ...to(issue) } : issue)),
  });
  switch (change.kind) {
    case 'label':
      return { ...board, labels: [...board.labels, change.name] };
    case 'branch':
      return { ...board, branches: [...board.branches, change.name] };
    case 'create': {
      const mark = markOf(change.body);
      if (!mark) throw new Error('an issue without a mark');
      const number = board.issues.length + 1;
      const { title: name, body, labels } = change;
      const issue = { number, id: number, title: name, body, mark, labels, parent: null, blockedBy: [] };
      return { ...board, issues: [...board.issues, { ...issue, state: 'open' }] };
    }
    case 'edit':
      return edit(change.issue, (issue) => ({
        title: change.title ?? issue.title,
        body: change.body ?? issue.body,
        mark: markOf(change.body ?? issue.body) ?? issue.mark,
        labels: [...issue.labels.filter((one) => !change.removeLabels.includes(one)), ...change.addLabels],
      }));
    case 'sub-issue':
      return edit(at('task', change.task), () => ({ parent: at('epic', change.epic) }));
    case 'wait':
      return edit(at('task', change.task), (issue) => ({
        blockedBy: [...issue.blockedBy, at('task', change.on)],
      }));
    case 'unwait':
      return edit(at('task', change.task), (issue) => ({
        blockedBy: issue.blockedBy.filter((one) => one !== at('task', change.on)),
      }));
    case 'close':
      return edit(at('task', change.task), () => ({ state: 'completed' }));
  }
}

function apply(plan: Plan, board: Board, atMost = Infinity): Board {
  return planChanges(plan, board).slice(0, atMost).reduce(after, board);
}

it('applied twice changes nothing, exported and applied neither, wherever it was cut off', () => {
  fc.assert(
    fc.property(plans, fc.nat(60), (plan, cut) => {
      const board = apply(plan, apply(plan, EMPTY, cut));
      expect(board).toEqual(apply(plan, EMPTY));
      expect(planChanges(plan, board)).toEqual([]);
      const exported = readPlan(writePlan(planOfBoard(board, 'fleet').plan), 'plan.yml');
      // A plan may hold what no plan that can begin does, such as a threshold that nothing reaches.
      const left = exported.ok
        ? planChanges(exported.value, board)
        : exported.error.filter((problem) => !problem.includes('can never begin'));
      expect(left).toEqual([]);
    }),
  );
});

it('makes one plan out of another', () => {
  fc.assert(
    fc.property(plans, plans, (one, other) => {
      const board = apply(other, apply(one, EMPTY));
      expect(planChanges(other, board)).toEqual([]);
    }),
  );
});

it('puts what is waited for first', () => {
  fc.assert(
    fc.property(plans, ({ tasks }) => {
      const keys = inOrder(tasks).map(({ key }) => key);
      expect(keys.toSorted()).toEqual(tasks.map(({ key }) => key).sort());
      for (const task of tasks)
        for (const key of task.after) expect(keys.indexOf(key)).toBeLessThan(keys.indexOf(task.key));
    }),
  );
});

it('names the path of every circle, in chains of any length', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['b']],
    ['d', ['d', 'x']],
  ]);
  expect(findCycles(graph)).toEqual([
    ['b', 'c', 'b'],
    ['d', 'd'],
  ]);
  const chain = new Map(Array.from({ length: 20_000 }, (_, n) => [`${n}`, [`${n + 1}`]]));
  expect(findCycles(chain)).toEqual([]);
});

it('keeps what people wrote around its part of a text, and cannot be broken out of', () => {
  const mark = { kind: 'task', key: 'a--><b', agent: null } as const;
  const block = markedBlock(mark, ['Task.']);
  expect(block.split('\n')[0]?.slice(4, -3)).not.toMatch(/--|>/);
  expect(markOf(`before\r\n${block}\r\nafter`)).toEqual(mark);
  expect(withBlock(`before\n${markedBlock({ ...mark, key: 'b' }, ['Old.'])}\nafter`, block)).toBe(
    `before\n${block}\nafter`,
  );
  for (const body of ['', '<!-- flotilla:plan {} -->', '<!-- flotilla:plan {"kind": -->'])
    expect(markOf(body)).toBeNull();
});
