import type { Account } from '../../src/core/model/actor.ts';

const LETTERS = 'abcdefghijklmnopqrst';

/** Twenty agents, each a bot on the allow-list. */
export const AGENTS: readonly (Account & { readonly name: string })[] = LETTERS.split('').map(
  (letter, index) => ({
    id: 5_001 + index,
    login: `agent-${letter}[bot]`,
    isBot: true,
    name: `agent-${letter}`,
  }),
);

/** Eighty more, who only come when there is something to be had first. */
export const CROWD: readonly (Account & { readonly name: string })[] = Array.from(
  { length: 80 },
  (_, index) => ({
    id: 6_001 + index,
    login: `crowd-${index}[bot]`,
    isBot: true,
    name: `crowd-${index}`,
  }),
);

export const ADMIN: Account = { id: 11, login: 'ada', isBot: false };
export const MAINTAINER: Account = { id: 12, login: 'mary', isBot: false };
/** A maintainer now and then. */
export const DEPUTY: Account = { id: 15, login: 'dora', isBot: false };
export const WRITER: Account = { id: 13, login: 'will', isBot: false };
export const READER: Account = { id: 14, login: 'rita', isBot: false };
/** A bot that nobody admitted. */
export const STRANGER: Account = { id: 66, login: 'stranger[bot]', isBot: true };

export const PERMISSIONS = [
  { account: ADMIN, permission: 'admin' },
  { account: MAINTAINER, permission: 'maintain' },
  { account: DEPUTY, permission: 'maintain' },
  { account: WRITER, permission: 'write' },
  { account: READER, permission: 'read' },
] as const;
