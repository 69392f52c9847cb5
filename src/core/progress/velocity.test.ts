import { describe, expect, it } from 'vitest';
import { dailyHours, velocityOf } from './velocity.ts';

const NOW = new Date('2026-03-15T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe('velocity', () => {
  it('is the estimated hours finished per day of the last fourteen, against a person of eight', () => {
    const finished = [
      { at: daysAgo(0.5), hours: 100 },
      { at: daysAgo(3), hours: 124 },
      { at: daysAgo(20), hours: 999 },
    ];
    const days = dailyHours(finished, daysAgo(300), NOW);
    expect(days).toEqual([100, 0, 0, 124, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(velocityOf(days)).toEqual({ hoursPerDay: 16, multiplier: 2, days: 14 });
  });

  it('looks at no days from before the project', () => {
    expect(velocityOf(dailyHours([{ at: daysAgo(1), hours: 16 }], daysAgo(1.5), NOW))).toEqual({
      hoursPerDay: 8,
      multiplier: 1,
      days: 2,
    });
    expect(velocityOf(dailyHours([], NOW, NOW))).toEqual({ hoursPerDay: 0, multiplier: 0, days: 1 });
  });

  it('counts what another clock finished a moment ahead of ours as today’s', () => {
    expect(dailyHours([{ at: daysAgo(-0.01), hours: 3 }], daysAgo(1), NOW)).toEqual([3]);
  });
});
