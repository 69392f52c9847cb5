import type { Role } from '../model/role.ts';
import type { CommandName } from '../model/command-name.ts';
import type { Result } from '../result.ts';

/** One command as data: `/help`, the README table and the API docs are generated from this, and comments are read by it. */
export interface CommandSpec<C extends { readonly name: CommandName }> {
  readonly name: C['name'];
  readonly aliases: readonly string[];
  /** The whole line, for example `/claim [as <agent>]`. */
  readonly usage: string;
  readonly description: string;
  /** Who may use it, for readers. */
  readonly who: string;
  /** The least role that gets past the door; finer rules (the holder, the author) are the use case's. */
  readonly role: Role;
  /** A line that parses. */
  readonly example: string;
  /** Reads what follows the command's word, trimmed. The error is a sentence that says what is wrong. */
  parse(args: string): Result<C, string>;
}
