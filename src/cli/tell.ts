import type { Result } from '../core/result.ts';
import type { Terminal } from './terminal.ts';

/** What a command found out: the text for people, and the same for programs. */
export interface Said {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Why there is no answer. */
export interface Failure {
  readonly text: string;
  /** 1: it was refused, or was asked wrongly. 2: nobody could be asked. */
  readonly code: 1 | 2;
  /** What programs are told besides. */
  readonly json?: Readonly<Record<string, unknown>>;
}

/** Ends a command with its answer, or with the sentence that says why there is none; `json`: in one line of JSON. */
export function tell(terminal: Terminal, json: boolean, said: Result<Said, string | Failure>): void {
  if (said.ok) {
    terminal.exitWith(0);
    return terminal.out(json ? JSON.stringify({ ok: true, ...said.value.json }) : said.value.text);
  }
  const failure: Failure = typeof said.error === 'string' ? { text: said.error, code: 1 } : said.error;
  terminal.exitWith(failure.code);
  if (json) terminal.out(JSON.stringify({ ok: false, problems: [failure.text], ...failure.json }));
  else terminal.err(failure.text);
}
