import { expect, it } from 'vitest';
import type { Tripped } from '../breaker.ts';
import { breakerReply } from './breaker-reply.ts';

it('says why a bot is not heard, and what ends it', () => {
  const all: readonly Tripped[] = [
    { kind: 'agent', limit: 240 },
    { kind: 'thread', limit: 300 },
    { kind: 'pair', other: 2 },
  ];
  const said = all.map((tripped) => breakerReply({ login: 'agent-d[bot]' }, tripped));
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "\`agent-d[bot]\` has given 240 commands within an hour, which looks like a loop, so its commands are not run for now. They are again when the hour has moved on; look at what it repeats.
    Bots have given 300 commands in this thread within an hour, which looks like a loop, so their commands are not run here for now. They are again when the hour has moved on; people are heard as always.
    \`agent-d[bot]\` and another bot have undone each other's commands here in turn, so neither is heard in this thread for now. A command of a person ends this at once, for example one that says who shall have the task; otherwise it ends within the hour."
  `);
});
