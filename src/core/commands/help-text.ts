import { COMMAND_NAMES } from '../model/command-name.ts';
import { commandTable } from './command-table.ts';
import { COMMANDS } from './table.ts';

/** The answer to `/help`. */
export function helpText(): string {
  const specs = COMMAND_NAMES.map((name) => COMMANDS[name]);
  return [
    'A command is a line of its own in a new comment. Nothing inside code, quotes, lists, headings, HTML or links runs, and neither do edits.',
    '',
    commandTable(specs),
  ].join('\n');
}
