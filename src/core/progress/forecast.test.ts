import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpicId, ProjectId } from '../model/ids.ts';
import { forecast, type Eta } from './forecast.ts';
import type { ProgressFacts, TaskFacts } from './progress-facts.ts';
import { seededRandom } from './seeded-random.ts';
import { dailyHours, velocityOf } from './velocity.ts';

const AT = new Date('2026-03-15T12:00:00Z');
const DAY_MS = 86_400_000;
const [ONE, TWO] = [1 as EpicId, 2 as EpicId];
const streams = (seed: number) => (run: number) => seededRandom(seed * 1_000 + run);

function task(issue: number, overrides: Partial<TaskFacts> = {}): TaskFacts {
  return {
    issue,
    epicId: ONE,
    status: 'pending',
    priority: 50,
    estimateHours: 8,
    claimedPercent: 0,
    checklist: { done: 0, total: 0 },
    dependsOn: [],
    ...overrides,
  };
}

/** Eight hours were finished on each of the last ten days. */
function facts(tasks: readonly TaskFacts[], overrides: Partial<ProgressFacts> = {}): ProgressFacts {
  return {
    project: 1 as ProjectId,
    at: AT,
    since: new Date(AT.getTime() - 10 * DAY_MS),
    epics: [
      { id: ONE, key: 'one', landingDays: null },
      { id: TWO, key: 'two', landingDays: null },
    ],
    thresholds: [],
    tasks,
    finished: Array.from({ length: 10 }, (_, day) => ({
      at: new Date(AT.getTime() - (day + 0.5) * DAY_MS),
      hours: 8,
    })),
    workers: 1,
    ...overrides,
  };
}

const inDays = (date: Date | null | undefined) =>
  date ? (date.getTime() - AT.getTime()) / DAY_MS : Infinity;

function etas(given: ProgressFacts, seed = 1): { project: Eta; one?: Eta; two?: Eta } {
  const found = forecast(given, streams(seed));
  if (found.kind !== 'forecast') throw new Error(found.kind);
  const of = (id: EpicId) => found.forecast.epics.find(({ epic }) => epic === id)?.eta;
  const [one, two] = [of(ONE), of(TWO)];
  return { project: found.forecast.project, ...(one ? { one } : {}), ...(two ? { two } : {}) };
}

describe('a forecast', () => {
  it('goes on at the pace of the days that were', () => {
    const { project } = etas(facts([task(1), task(2), task(3, { status: 'failed' })]));
    expect([inDays(project.p50), inDays(project.p85)]).toEqual([2, 2]);
  });

  it('says how sure it is where days differ', () => {
    const uneven = [0, 0, 0, 40, 0, 0, 0, 0, 40, 0].map((hours, day) => ({
      at: new Date(AT.getTime() - (day + 0.5) * DAY_MS),
      hours,
    }));
    const { project } = etas(facts([task(1), task(2)], { finished: uneven }));
    expect(inDays(project.p50)).toBeGreaterThan(2);
    expect(inDays(project.p85)).toBeGreaterThan(inDays(project.p50) + 2);
  });

  it('lets no more agents help than one task can have', () => {
    const chain = [task(1), task(2, { dependsOn: [1] }), task(3, { dependsOn: [2] })];
    expect(inDays(etas(facts(chain, { workers: 4 })).project.p50)).toBeCloseTo(12, 5);
    const beside = [task(1), task(2), task(3)];
    expect(inDays(etas(facts(beside, { workers: 4 })).project.p50)).toBeCloseTo(4, 5);
  });

  it('waits for thresholds', () => {
    const tasks = [task(1), task(2), task(3, { epicId: TWO, priority: 90 })];
    const thresholds = [{ epic: TWO, needs: ONE, percent: 50 }];
    const { one, two } = etas(facts(tasks, { thresholds, workers: 2 }));
    // Both agents' tasks land after two days, half of the epic; one agent alone needs two more.
    expect([inDays(one?.p50), inDays(two?.p50)]).toEqual([2, 4]);
  });

  it('lands no more than a lane can', () => {
    const epics = [{ id: ONE, key: 'one', landingDays: 3 }];
    const tasks = [task(1), task(2), task(3, { status: 'done' })];
    expect(inDays(etas(facts(tasks, { epics })).project.p50)).toBe(6);
  });

  it('says why there is none', () => {
    expect(forecast(facts([task(1, { status: 'done' })]), streams(1))).toEqual({ kind: 'nothing_left' });
    expect(forecast(facts([task(1)], { finished: [] }), streams(1))).toEqual({ kind: 'no_pace' });
  });

  it('promises no day past its horizon', () => {
    expect(etas(facts([task(1, { estimateHours: 9_000 })])).project).toEqual({ p50: null, p85: null });
  });

  it('goes by what can be seen, not by what an agent says', () => {
    const said = [task(1, { status: 'in_progress', claimedPercent: 90 })];
    const silent = [task(1, { status: 'in_progress' })];
    expect(etas(facts(said))).toEqual(etas(facts(silent)));
  });

  it('ends where dependencies or thresholds lead back to themselves', () => {
    const ring = [task(1, { dependsOn: [2] }), task(2, { dependsOn: [1], epicId: TWO })];
    const thresholds = [
      { epic: TWO, needs: ONE, percent: 100 },
      { epic: ONE, needs: TWO, percent: 100 },
    ];
    expect(inDays(etas(facts(ring, { thresholds })).project.p50)).toBeLessThan(10);
  });
});

describe('every forecast', () => {
  const anyTask = fc.record({
    epicId: fc.constantFrom(ONE, TWO),
    status: fc.constantFrom('pending', 'in_progress', 'review', 'done', 'failed'),
    priority: fc.integer({ min: 0, max: 100 }),
    estimateHours: fc.option(fc.integer({ min: 0, max: 20 })),
    checklist: fc.nat(4).map((done) => ({ done, total: 4 })),
    dependsOn: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
  });
  const anyFacts = fc
    .record({
      tasks: fc.array(anyTask, { minLength: 2, maxLength: 12 }),
      hours: fc.array(fc.nat(12), { minLength: 1, maxLength: 10 }),
      workers: fc.integer({ min: 1, max: 4 }),
      percent: fc.nat(100),
      landingDays: fc.option(fc.constantFrom(0.1, 1)),
    })
    .map(({ tasks, hours, workers, percent, landingDays }) =>
      facts(
        tasks.map((one, index) => task(index + 1, one)),
        {
          workers,
          thresholds: [{ epic: TWO, needs: ONE, percent }],
          epics: [ONE, TWO].map((id) => ({ id, key: String(id), landingDays })),
          finished: [...hours, 1].map((done, day) => ({
            at: new Date(AT.getTime() - (day + 0.5) * DAY_MS),
            hours: done,
          })),
        },
      ),
    );
  const ends = (given: ProgressFacts) => {
    const found = forecast(given, streams(7), 25);
    if (found.kind !== 'forecast') return [0, 0];
    return [inDays(found.forecast.project.p50), inDays(found.forecast.project.p85)];
  };

  it('is the same for the same seed, and no surer of the earlier day', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const [p50 = 0, p85 = 0] = ends(given);
        expect(ends(given)).toEqual([p50, p85]);
        expect(p85).toBeGreaterThanOrEqual(p50);
      }),
      { numRuns: 100 },
    );
  });

  it('is never later because more is done, or because more was finished lately', () => {
    const second = 1 / 86_400;
    fc.assert(
      fc.property(anyFacts, fc.nat(11), fc.nat(9), (given, which, day) => {
        const before = ends(given);
        const tasks = given.tasks.map((one, index) =>
          index === which && one.status !== 'failed' ? { ...one, status: 'done' as const } : one,
        );
        const extra = { at: new Date(AT.getTime() - (day + 0.5) * DAY_MS), hours: 4 };
        const after = [ends({ ...given, tasks }), ends({ ...given, finished: [...given.finished, extra] })];
        for (const [p50 = 0, p85 = 0] of after) {
          expect(p50).toBeLessThanOrEqual((before[0] ?? 0) + second);
          expect(p85).toBeLessThanOrEqual((before[1] ?? 0) + second);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('and every velocity stays as it is when tasks are added, split or estimated anew', () => {
    fc.assert(
      fc.property(anyFacts, anyTask, (given, added) => {
        const velocity = ({ finished, since, at }: ProgressFacts) =>
          velocityOf(dailyHours(finished, since, at));
        const larger = { ...given, tasks: [...given.tasks, task(99, added), task(100)] };
        const dearer = larger.tasks.map((one) => ({ ...one, estimateHours: 2 * (one.estimateHours ?? 1) }));
        expect(velocity({ ...larger, tasks: dearer })).toEqual(velocity(given));
      }),
      { numRuns: 100 },
    );
  });
});
