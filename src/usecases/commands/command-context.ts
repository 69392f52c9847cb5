import type { Outcome } from '../../core/commands/outcome.ts';
import type { WhyNot } from '../../core/commands/why-not.ts';
import type { Actor } from '../../core/model/actor.ts';
import type { Project } from '../../core/model/project.ts';
import type { Tx } from '../../ports.ts';

/** Who says a command, where. */
export interface CommandContext {
  readonly project: Project;
  readonly actor: Actor;
  /** The issue or pull request under which it was said. */
  readonly thread: number;
  readonly isPull: boolean;
  /** The lane that is meant, where it was named and no thread says it. */
  readonly branch?: string;
}

/** Writes what was decided, in one transaction with the command's own record. May run again after a rollback. */
export type Apply = (tx: Tx) => Promise<Outcome>;

/** An `Apply` that changes nothing and answers. */
export function refuse<W extends WhyNot>(words: (why: W) => string, why: W): Apply {
  return async () => refused(words, why);
}

/** The outcome of a command that changes nothing and answers. */
export function refused<W extends WhyNot>(words: (why: W) => string, why: W): Outcome {
  return { kind: 'refused', reply: words(why), why };
}
