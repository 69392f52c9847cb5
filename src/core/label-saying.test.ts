import { describe, expect, it } from 'vitest';
import { estimateLabel, priorityLabel } from './labels.ts';
import { saysSame, sayingOf } from './label-saying.ts';

describe('what a label says', () => {
  it('is read in whichever spelling, and only where it says something', () => {
    expect(
      ['8h', 'estimate: 1d', 'priority/High', 'priority: 80', 'Hold', '8', 'holdover'].map(sayingOf),
    ).toEqual([
      { family: 'estimate', value: 8 },
      { family: 'estimate', value: 8 },
      { family: 'priority', value: 75 },
      { family: 'priority', value: 80 },
      { family: 'hold', value: 1 },
      null,
      null,
    ]);
  });

  it('is the same in another spelling, and never that of another kind', () => {
    expect(saysSame('8h', 'estimate: 1d')).toBe(true);
    expect(saysSame('priority: 75', 'priority: high')).toBe(true);
    expect(saysSame('8h', 'priority: 8')).toBe(false);
    expect(saysSame('help wanted', 'help wanted')).toBe(false);
  });

  it('is what the label of a command says', () => {
    for (const hours of [0, 0.25, 8, 10_000])
      expect(sayingOf(estimateLabel(hours))).toEqual({ family: 'estimate', value: hours });
    for (const value of [0, 25, 50, 75, 100, 60])
      expect(sayingOf(priorityLabel(value))).toEqual({ family: 'priority', value });
    expect([priorityLabel(75), priorityLabel(60)]).toEqual(['priority: high', 'priority: 60']);
  });
});
