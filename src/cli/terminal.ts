import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';

/** What a command says, and to whom. Text is given without its last line end. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Draws over the line drawn before; null: nobody watches. */
  readonly draw: ((line: string) => void) | null;
  /** Shows a text alone on the whole screen, in place of the one before; null: nobody watches. */
  readonly screen: ((text: string) => void) | null;
  /** Null: there is nobody to ask. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  readFile(path: string): Promise<string>;
  writeFile(path: string, text: string): Promise<void>;
  /** With what the program will end. */
  exitWith(code: number): void;
}

const { stdin, stderr, stdout } = process;
const CLEAR_LINE = '\r\u001B[K';
const CLEAR_SCREEN = '\u001B[H\u001B[2J';

/** The terminal, pipe or file that the program was started with. */
export function createTerminal(exitWith: (code: number) => void): Terminal {
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    draw: stderr.isTTY ? (line) => void stderr.write(`${CLEAR_LINE}${line}`) : null,
    screen: stdout.isTTY ? (text) => void stdout.write(`${CLEAR_SCREEN}${text}\n`) : null,
    ask: stdin.isTTY && stderr.isTTY ? ask : null,
    readFile: (path) => readFile(path, 'utf8'),
    writeFile: (path, text) => writeFile(path, text),
    exitWith,
  };
}

async function ask(question: string): Promise<boolean> {
  const reader = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(?:es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
  } finally {
    reader.close();
  }
}
