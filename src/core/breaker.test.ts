import { describe, expect, it } from 'vitest';
import { breaker, isTurn, PAIR_TURNS, type RecentCommands } from './breaker.ts';
import type { Actor } from './model/actor.ts';

const listed = { login: 'agent-d[bot]', name: 'agent-d', role: null, maxClaims: 1 };
const bot: Actor = {
  id: 1,
  login: 'agent-d[bot]',
  isBot: true,
  role: 'agent',
  agents: [{ id: 1, ...listed }],
};
const person: Actor = { id: 9, login: 'mona', isBot: false, role: 'maintainer', agents: [] };
const quiet: RecentCommands = { byActor: 0, byBotsHere: 0, turns: [] };

/** `abab`: who took turns, the newest first; capitals are people. */
function turns(letters: string): RecentCommands {
  const of = (letter: string) => letter.toLowerCase().charCodeAt(0) - 96;
  return {
    ...quiet,
    turns: Array.from(letters, (letter) => ({ actor: of(letter), bot: letter === letter.toLowerCase() })),
  };
}

describe('a bot is not heard', () => {
  it('when it says too much, by each agent that it speaks for', () => {
    expect(breaker(bot, { ...quiet, byActor: 239 })).toBeNull();
    expect(breaker(bot, { ...quiet, byActor: 240 })).toEqual({ kind: 'agent', limit: 240 });
    const shared = { ...bot, agents: [...bot.agents, ...bot.agents] };
    expect(breaker(shared, { ...quiet, byActor: 479 })).toBeNull();
    expect(breaker(shared, { ...quiet, byActor: 480 })).toEqual({ kind: 'agent', limit: 480 });
    expect(breaker({ ...bot, agents: [] }, { ...quiet, byActor: 240 })).toEqual({
      kind: 'agent',
      limit: 240,
    });
  });

  it('where bots talk too much', () => {
    expect(breaker(bot, { ...quiet, byBotsHere: 299 })).toBeNull();
    expect(breaker(bot, { ...quiet, byBotsHere: 300 })).toEqual({ kind: 'thread', limit: 300 });
  });

  it.each([
    ['ab'.repeat(4), { kind: 'pair', other: 2 }],
    ['ba'.repeat(4), { kind: 'pair', other: 2 }],
    // Not often enough, not strictly in turn, alone, with a third one, with a person, or between others.
    ['ab'.repeat(4).slice(1), null],
    [`${'ab'.repeat(3)}aa`, null],
    ['a'.repeat(PAIR_TURNS), null],
    [`c${'ab'.repeat(4)}`.slice(0, PAIR_TURNS), null],
    [`${'ab'.repeat(2)}A${'ba'.repeat(2)}`.slice(0, PAIR_TURNS), null],
    ['aB'.repeat(4), null],
    ['bc'.repeat(4), null],
  ])('in a loop of two: %s', (letters, tripped) => {
    expect(breaker(bot, turns(letters))).toEqual(tripped);
  });
});

it('people are always heard', () => {
  expect(breaker(person, { ...turns('ib'.repeat(4)), byActor: 999, byBotsHere: 999 })).toBeNull();
});

it('looking at something is no turn', () => {
  expect(['status', 'help', 'next', 'claim', 'handoff'].map((name) => isTurn(name as 'status'))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});
