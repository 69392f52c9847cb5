import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { gitEnvironment } from './run-git.ts';

/** `undefined`: the ref is not there before, or not after. */
export interface RefMove {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** One `git update-ref --stdin` per repository: starting a process costs more than moving a ref. */
export interface RefWriter {
  /** Moves all or none; answers whether git did. */
  move(moves: readonly RefMove[]): Promise<boolean>;
  close(): Promise<void>;
}

const ZEROS = '0'.repeat(40);

export function createRefWriter(dir: string): RefWriter {
  let child: ChildProcessWithoutNullStreams | undefined;
  let waiting: ((moved: boolean) => void) | undefined;

  function settle(moved: boolean): void {
    waiting?.(moved);
    waiting = undefined;
  }

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn('git', ['update-ref', '--stdin', '-z'], { cwd: dir, env: gitEnvironment });
    let said = '';
    started.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('commit: ok\n')) return;
      said = '';
      settle(true);
    });
    started.stdin.on('error', () => undefined);
    // What it refuses ends it.
    started.on('close', () => {
      child = undefined;
      settle(false);
    });
    return started;
  }

  return {
    move(moves) {
      if (waiting) throw new Error('refs are moved one transaction at a time');
      child ??= start();
      const { stdin } = child;
      return new Promise((resolve) => {
        waiting = resolve;
        stdin.write(`start\0${moves.map(line).join('')}prepare\0commit\0`);
      });
    },
    close() {
      const process = child;
      if (!process) return Promise.resolve();
      return new Promise((resolve) => {
        process.once('close', () => resolve());
        process.stdin.end();
      });
    },
  };
}

function line({ ref, before, after }: RefMove): string {
  if (after === undefined) return `delete ${ref}\0${before ?? ZEROS}\0`;
  return `update ${ref}\0${after}\0${before ?? ZEROS}\0`;
}
