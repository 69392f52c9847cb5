import type { Result } from '../core/result.ts';
import type { Terminal } from './terminal.ts';

/** What a command found out: the text for people, and the same for programs. */
export interface Said {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Ends a command with its answer, or with the sentence that says why there is none; `json`: in one line of JSON. */
export function tell(terminal: Terminal, json: boolean, said: Result<Said, string>): void {
  terminal.exitWith(said.ok ? 0 : 1);
  if (said.ok) terminal.out(json ? JSON.stringify({ ok: true, ...said.value.json }) : said.value.text);
  else if (json) terminal.out(JSON.stringify({ ok: false, problems: [said.error] }));
  else terminal.err(said.error);
}
