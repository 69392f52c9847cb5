import { COMMAND_NAMES } from '../model/command-name.ts';
import { err, ok, type Result } from '../result.ts';
import type { Command } from './command.ts';
import type { CommandSpec } from './command-spec.ts';
import { COMMANDS } from './table.ts';

/** A line of a comment that is a command, or was meant as one. */
export interface ParsedLine {
  /** From 1, in the comment's body: with the comment's id, the key under which it is run once. */
  readonly line: number;
  readonly text: string;
  readonly command: Result<Command, ParseProblem>;
}

export type ParseProblem =
  | { readonly kind: 'unknown'; readonly word: string }
  | { readonly kind: 'usage'; readonly usage: string; readonly problem: string };

/** Stands for what is not plain text: code, a link with a title, an image, HTML. */
const NOT_TEXT = '\uFFFC';

const SPECS: ReadonlyMap<string, CommandSpec<Command>> = new Map(
  COMMAND_NAMES.flatMap((name) =>
    [name, ...COMMANDS[name].aliases].map((word): [string, CommandSpec<Command>] => [word, COMMANDS[name]]),
  ),
);

/** The commands among the plain lines of a comment, in order. A path such as `/usr/bin` is not one. */
export function parseCommands(
  lines: readonly { readonly line: number; readonly text: string }[],
): readonly ParsedLine[] {
  return lines.flatMap(({ line, text }) => {
    const match = /^\/([a-z][^\s/]*)(?:\s+(.*))?$/is.exec(text.trimEnd());
    if (!match?.[1]) return [];
    return [{ line, text: text.trimEnd(), command: parseCommand(match[1], match[2] ?? '') }];
  });
}

function parseCommand(word: string, args: string): Result<Command, ParseProblem> {
  const spec = SPECS.get(word.toLowerCase());
  if (!spec) return err({ kind: 'unknown', word: word.slice(0, 40) });
  // Dropping what is not text would run another command than the one that was written.
  if (args.includes(NOT_TEXT)) {
    return err({
      kind: 'usage',
      usage: spec.usage,
      problem: 'Write what follows it as plain text, without code, titled links, images or HTML.',
    });
  }
  const parsed = spec.parse(args);
  return parsed.ok ? ok(parsed.value) : err({ kind: 'usage', usage: spec.usage, problem: parsed.error });
}
