import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Program {
  /** The next line it prints; rejects when it ends without one. */
  nextLine(): Promise<string>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** Runs a program of this folder in a process of its own. Its standard input ends when this process does, however that ends. */
export async function runProgram(file: string, args: readonly string[]): Promise<Program> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async nextLine() {
      const next = await lines.next();
      if (next.done === true) throw new Error(`${file} ended without an answer`);
      return next.value;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
