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
}

/** How a command ended. Every outcome but `unknown` is told in words or seen in the sticky comment. */
export type Outcome =
  { readonly kind: 'done'; readonly reply?: string } | { readonly kind: 'refused'; readonly reply: string };

/** Writes what was decided, in one transaction with the command's own record. May run again after a rollback. */
export type Apply = (tx: Tx) => Promise<Outcome>;

/** An `Apply` that changes nothing and answers. */
export function refuse(reply: string): Apply {
  return async () => refused(reply);
}

/** The outcome of a command that changes nothing and answers. */
export function refused(reply: string): Outcome {
  return { kind: 'refused', reply };
}
