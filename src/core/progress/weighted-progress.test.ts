import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TASK_STATUSES } from '../model/task.ts';
import { progressOfTask, together, weightedProgress, type CountedTask } from './weighted-progress.ts';

function task(overrides: Partial<CountedTask> = {}): CountedTask {
  const nothing = { claimedPercent: 0, checklist: { done: 0, total: 0 }, estimateHours: 1 };
  return { status: 'pending', ...nothing, ...overrides };
}

const anyTask = fc.record({
  status: fc.constantFrom(...TASK_STATUSES),
  claimedPercent: fc.integer({ min: 0, max: 100 }),
  checklist: fc
    .tuple(fc.nat(9), fc.nat(9))
    .map(([one, other]) => ({ done: Math.min(one, other), total: Math.max(one, other) })),
  estimateHours: fc.option(fc.nat(40)),
});

describe('the progress of a task', () => {
  it('keeps what is claimed and what is seen apart, and caps both until others confirm', () => {
    const figures = (overrides: Partial<CountedTask>) => {
      const { claimed, verified } = progressOfTask(task(overrides));
      return [claimed, verified];
    };
    expect(figures({ claimedPercent: 100 })).toEqual([90, 0]);
    expect(figures({ status: 'in_progress', claimedPercent: 40 })).toEqual([40, 10]);
    expect(figures({ status: 'in_progress', checklist: { done: 3, total: 4 } })).toEqual([75, 75]);
    expect(figures({ status: 'in_progress', checklist: { done: 4, total: 4 } })).toEqual([90, 90]);
    expect(figures({ status: 'review', claimedPercent: 100 })).toEqual([95, 90]);
    expect(figures({ status: 'done', claimedPercent: 30 })).toEqual([100, 100]);
  });
});

describe('the progress of many', () => {
  it('weighs by hours, counts a task without an estimate as one hour, and leaves out what failed', () => {
    const tasks = [
      task({ status: 'done', estimateHours: 6 }),
      task({ status: 'review', estimateHours: 3 }),
      task({ estimateHours: null }),
      task({ status: 'failed', estimateHours: 100 }),
    ];
    expect(weightedProgress(tasks)).toEqual({
      tasks: 3,
      done: 1,
      hours: 10,
      doneHours: 6,
      claimed: 87,
      verified: 87,
    });
  });

  it('counts tasks where there are no hours to weigh by, and is at 0 where there is nothing', () => {
    const tasks = [task({ status: 'done', estimateHours: 0 }), task({ estimateHours: 0 })];
    expect(weightedProgress(tasks)).toMatchObject({ claimed: 50, verified: 50 });
    expect(weightedProgress([])).toMatchObject({ tasks: 0, hours: 0, claimed: 0, verified: 0 });
  });

  it('is the same for a project whether its tasks or its epics are put together', () => {
    fc.assert(
      fc.property(fc.array(anyTask, { minLength: 1 }), fc.array(anyTask), (one, other) => {
        fc.pre(
          [...one, ...other].some(({ status, estimateHours }) => status !== 'failed' && estimateHours !== 0),
        );
        const whole = weightedProgress([...one, ...other]);
        const parts = together([weightedProgress(one), weightedProgress(other)]);
        expect(parts.claimed).toBeCloseTo(whole.claimed, 6);
        expect(parts.verified).toBeCloseTo(whole.verified, 6);
        expect({ ...parts, claimed: 0, verified: 0 }).toEqual({ ...whole, claimed: 0, verified: 0 });
      }),
    );
  });

  it('never sees more than is claimed, nor claims more than all', () => {
    fc.assert(
      fc.property(fc.array(anyTask), (tasks) => {
        const { claimed, verified } = weightedProgress(tasks);
        expect(verified).toBeLessThanOrEqual(claimed + 1e-9);
        expect(claimed).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
  });
});
