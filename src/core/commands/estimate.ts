import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';
import { parseHours } from './parse-hours.ts';

/** Says how long a task should take. */
export interface EstimateCommand {
  readonly name: 'estimate';
  readonly hours: number;
}

/** `/estimate <8h>` */
export const estimate: CommandSpec<EstimateCommand> = {
  name: 'estimate',
  aliases: [],
  usage: '/estimate <8h>',
  description: 'Say how many hours the task should take',
  who: 'maintainers',
  role: 'maintainer',
  example: '/estimate 8h',
  parse,
};

function parse(args: string): Result<EstimateCommand, string> {
  const hours = parseHours(args);
  return hours === null ? err('It needs hours, for example `8h`.') : ok({ name: 'estimate', hours });
}
