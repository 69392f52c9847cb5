import type { Terminal } from './terminal.ts';

/** Ends a command that did not do what it was to do, with 1 and the sentences that say why; `json`: in one line of JSON. */
export function refuse(terminal: Terminal, json: boolean, problems: readonly string[]): void {
  terminal.exitWith(1);
  if (json) terminal.out(JSON.stringify({ ok: false, problems }));
  else for (const problem of problems) terminal.err(problem);
}
