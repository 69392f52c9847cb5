import type { Actor } from './model/actor.ts';
import type { CommandName } from './model/command-name.ts';

/** What was said during the last hour, without what a breaker kept from being heard. */
export interface RecentCommands {
  /** By this account, anywhere in the project. */
  readonly byActor: number;
  /** By bots, in this thread. */
  readonly byBotsHere: number;
  /** Who changed something in this thread, the newest first; at most `PAIR_TURNS`. */
  readonly turns: readonly { readonly actor: number; readonly bot: boolean }[];
}

/** Why a command is not heard. `other`: the account that undoes what this one does. */
export type Tripped =
  | { readonly kind: 'agent'; readonly limit: number }
  | { readonly kind: 'thread'; readonly limit: number }
  | { readonly kind: 'pair'; readonly other: number };

/** An agent that works hard says a few dozen; one in a loop says this many in minutes. */
const BY_AGENT = 240;
/** A hundred agents may want one task, each once or twice. */
const BY_BOTS_IN_THREAD = 300;
/** Four times to and fro is no handing over. */
export const PAIR_TURNS = 8;

const LOOKS: readonly CommandName[] = ['help', 'next', 'status'];

/** Whether a command that succeeded changed something that another agent may answer to. */
export function isTurn(command: CommandName): boolean {
  return !LOOKS.includes(command);
}

/**
 * Whether a bot is to be left unheard: because it says too much, because bots talk too much in this thread, or because
 * two of them answer each other. People are never cut off, and a person's turn ends a loop of two. The hour slides.
 */
export function breaker(actor: Actor, recent: RecentCommands): Tripped | null {
  if (!actor.isBot) return null;
  // Several agents may share one account.
  const byAgent = BY_AGENT * Math.max(1, actor.agents.length);
  if (recent.byActor >= byAgent) return { kind: 'agent', limit: byAgent };
  if (recent.byBotsHere >= BY_BOTS_IN_THREAD) return { kind: 'thread', limit: BY_BOTS_IN_THREAD };
  const pair = pairOf(recent.turns);
  const other = pair?.find((one) => one !== actor.id);
  return pair?.includes(actor.id) && other !== undefined ? { kind: 'pair', other } : null;
}

/** The two bots that alone took turns, strictly one after the other. */
function pairOf(turns: RecentCommands['turns']): readonly number[] | null {
  const [first, second] = turns;
  if (turns.length < PAIR_TURNS || !first || !second || first.actor === second.actor) return null;
  const alternate = turns.every(
    ({ actor, bot }, at) => bot && actor === (at % 2 === 0 ? first : second).actor,
  );
  return alternate ? [first.actor, second.actor] : null;
}
