import type { Terminal } from '../../src/cli/terminal.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal with nobody before it, for commands that read and write no files. `said` is what it was told so far. */
export function recordingTerminal(): { readonly terminal: Terminal; readonly said: () => Said } {
  const told = { code: -1, out: [] as string[], err: [] as string[] };
  const terminal: Terminal = {
    out: (text) => void told.out.push(text),
    err: (text) => void told.err.push(text),
    draw: null,
    screen: null,
    ask: null,
    readFile: () => Promise.reject(new Error('it reads no file')),
    writeFile: () => Promise.reject(new Error('it writes no file')),
    exitWith: (code) => void (told.code = code),
  };
  return { terminal, said: () => ({ code: told.code, out: told.out.join('\n'), err: told.err.join('\n') }) };
}
