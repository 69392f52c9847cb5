import { assertNever } from '../assert-never.ts';
import type { Tripped } from '../breaker.ts';
import type { Account } from '../model/actor.ts';
import { codeSpan } from './code-span.ts';

/** Said once an hour to a bot whose commands are not heard any more: why, and what ends it. */
export function breakerReply({ login }: Pick<Account, 'login'>, tripped: Tripped): string {
  const who = codeSpan(login);
  switch (tripped.kind) {
    case 'agent':
      return `${who} has given ${tripped.limit} commands within an hour, which looks like a loop, so its commands are not run for now. They are again when the hour has moved on; look at what it repeats.`;
    case 'thread':
      return `Bots have given ${tripped.limit} commands in this thread within an hour, which looks like a loop, so their commands are not run here for now. They are again when the hour has moved on; people are heard as always.`;
    case 'pair':
      return `${who} and another bot have undone each other's commands here in turn, so neither is heard in this thread for now. A command of a person ends this at once, for example one that says who shall have the task; otherwise it ends within the hour.`;
    default:
      return assertNever(tripped);
  }
}
