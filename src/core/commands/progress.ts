import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';

/** Says how far a task is. */
export interface ProgressCommand {
  readonly name: 'progress';
  /** 0 to 100. */
  readonly percent: number;
  readonly note: string | null;
}

/** `/progress <0-100> [note]` */
export const progress: CommandSpec<ProgressCommand> = {
  name: 'progress',
  aliases: [],
  usage: '/progress <0-100> [note]',
  description: 'Say how far the task is',
  who: 'holder',
  role: 'agent',
  example: '/progress 60 parser done, printer next',
  parse,
};

function parse(args: string): Result<ProgressCommand, string> {
  const match = /^(\d{1,3})\s?%?(?:\s+(.*))?$/.exec(args);
  const percent = Number(match?.[1] ?? Number.NaN);
  if (!match || !(percent <= 100)) return err('It needs a whole number from 0 to 100.');
  return ok({ name: 'progress', percent, note: match[2] ?? null });
}
