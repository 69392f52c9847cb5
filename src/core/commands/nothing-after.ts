import { err, ok, type Result } from '../result.ts';

/** A parser for commands without arguments: extra words are refused, because they mean that more was expected. */
export function nothingAfter<C>(command: C): (args: string) => Result<C, string> {
  return (args) => (args === '' ? ok(command) : err('It takes nothing after its name.'));
}
