import { describe, expect, it } from 'vitest';
import type { EpicId } from './model/ids.ts';
import { rankTasks, type OpenTask } from './next-task.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

function task(issue: number, more: Partial<OpenTask> = {}): OpenTask {
  const base = { title: `Task ${issue}`, priority: 50, hours: 8, labels: [], openedAt: NOW, waitsFor: [] };
  return { ...base, paths: [], touches: [], epicId: 1 as EpicId, issue, state: 'ready', ...more };
}

function order(tasks: readonly OpenTask[], roles: readonly string[] = []): readonly number[] {
  return rankTasks(tasks, roles, NOW).map((ranked) => ranked.task.issue);
}

describe('the next task', () => {
  it('is one that may be claimed', () => {
    const states = ['held', 'blocked', 'waits', 'epic_waits'] as const;
    expect(order([...states.map((state, at) => task(at + 1, { state })), task(9)])).toEqual([9]);
  });

  it('is the one of higher priority, and of equals the oldest', () => {
    expect(order([task(3), task(2, { priority: 75 }), task(1)])).toEqual([2, 1, 3]);
  });

  it('is rather one behind which a long chain waits', () => {
    const chain = [2, 3, 4].map((issue) => task(issue, { state: 'waits', waitsFor: [issue - 1], hours: 10 }));
    const [first] = rankTasks([task(1, { priority: 45 }), task(9), ...chain], [], NOW);
    expect(first).toMatchObject({ task: { issue: 1 }, behindHours: 30, score: 45 + 7 });
  });

  it('is rather one that work in flight does not change too, and is kept on the list', () => {
    const held = task(7, { state: 'held', paths: ['src/parser.ts'] });
    const tasks = [
      held,
      task(1, { paths: ['docs/a.md', 'src/parser.ts'] }),
      task(2, { paths: ['src/lexer.ts'] }),
    ];
    expect(order(tasks)).toEqual([2, 1]);
    expect(rankTasks(tasks, [], NOW).at(-1)).toMatchObject({
      score: 30,
      conflicts: [{ issue: 7, path: 'src/parser.ts' }],
    });
    expect(order([held, task(1, { priority: 75, paths: ['src/parser.ts'] }), task(2)])).toEqual([1, 2]);
  });

  it.each([
    ['src/core/', { paths: ['src/core/claim.ts'] }, 'src/core/claim.ts'],
    ['src/core/claim.ts', { paths: ['src/core/'] }, 'src/core/claim.ts'],
    ['src/core/claim.ts', { touches: ['src/core/claim.ts'] }, 'src/core/claim.ts'],
    ['test/**/*.ts', { touches: ['README.md', 'test/db/tasks.test.ts'] }, 'test/db/tasks.test.ts'],
    ['src/', { paths: ['src/*.ts'] }, 'src/*.ts'],
    ['src/core/lane/', { paths: ['src/core/'] }, 'src/core/lane/'],
    ['src/core', { paths: ['src/core.ts'] }, null],
    ['src/*.ts', { touches: ['src/core/claim.ts'] }, null],
  ] as const)('predicts a conflict of %s with %j', (path, work, common) => {
    const [first] = rankTasks([task(7, { state: 'held', ...work }), task(1, { paths: [path] })], [], NOW);
    expect(first?.conflicts).toEqual(common === null ? [] : [{ issue: 7, path: common }]);
  });

  it('predicts nothing from tasks that nobody works on', () => {
    const tasks = [task(1, { paths: ['src/a.ts'] }), task(2, { paths: ['src/a.ts'], state: 'waits' })];
    expect(rankTasks(tasks, [], NOW)[0]?.conflicts).toEqual([]);
  });

  it('does not follow a circle for ever', () => {
    const circle = [task(1, { waitsFor: [2] }), task(2, { waitsFor: [1] })];
    expect(order(circle)).toEqual([1, 2]);
  });

  it('is rather an old one, and one that fits the role', () => {
    const old = new Date(NOW.getTime() - 12 * 86_400_000);
    expect(order([task(1), task(2, { openedAt: old })])).toEqual([2, 1]);
    const labels = ['epic:1', 'area: backend'];
    expect(order([task(1), task(2, { labels })], ['Backend engineer'])).toEqual([2, 1]);
    expect(order([task(1), task(2, { labels })], ['frontend'])).toEqual([1, 2]);
  });
});
