import { describe, expect, it } from 'vitest';
import type { IssueTurn } from '../model/issue-turn.ts';
import { doubtfulLabels, turnsOf } from './doubtful-labels.ts';

const MONA = { id: 1, login: 'mona', isBot: false };

function turn(action: IssueTurn['action'], label: string, second: number): IssueTurn {
  return { action, label, by: MONA, bySelf: false, at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) };
}

describe('labels to ask about', () => {
  const wanted = ['status: in_progress', 'agent: agent-d'];

  it.each([
    ['none, where all is as it should be', wanted, []],
    ['none of those that decide nothing', [...wanted, 'bug', '8h', 'epic:1'], []],
    ['a hold', [...wanted, 'hold'], ['hold']],
    ['an agent that does not hold the task', [...wanted, 'agent: agent-e'], ['agent: agent-e']],
    ['a status that is another one', [...wanted, 'status: done'], ['status: done']],
    ["the holder's, which is gone", ['status: in_progress'], ['agent: agent-d']],
  ])('are %s', (_what, shown, doubted) => {
    expect(doubtfulLabels({ shown, wanted, heard: [] })).toEqual(doubted);
  });

  it('are those that were heard of and are gone, and not those that are still there', () => {
    const heard = ['hold', 'agent: agent-e'];
    expect(doubtfulLabels({ shown: [...wanted, 'hold'], wanted, heard })).toEqual(['agent: agent-e']);
  });
});

describe('what happened to labels', () => {
  it('is what came last, in the order in which it came', () => {
    const history = [
      turn('labeled', 'hold', 1),
      turn('unlabeled', 'agent: agent-d', 2),
      turn('unlabeled', 'hold', 3),
      turn('labeled', 'hold', 4),
      turn('labeled', 'bug', 5),
    ];
    const found = turnsOf(['hold', 'agent: agent-d'], ['hold', 'bug'], history);
    expect(found.map(({ action, label }) => `${action} ${label}`)).toEqual([
      'unlabeled agent: agent-d',
      'labeled hold',
    ]);
  });

  it('is left alone where the history does not tell what the issue shows', () => {
    expect(turnsOf(['hold'], ['hold'], [turn('unlabeled', 'hold', 1)])).toEqual([]);
    expect(turnsOf(['hold'], ['hold'], [])).toEqual([]);
  });
});
