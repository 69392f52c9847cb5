import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { gitEnvironment } from './run-git.ts';

export interface GitObject {
  readonly sha: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly data: Buffer;
}

/** One `git cat-file --batch` per repository: an object costs about 0.1 ms instead of a 3 ms process. */
export interface ObjectReader {
  /** Any revision expression without newline; `undefined` when git finds nothing or finds it ambiguous. */
  read(revision: string): Promise<GitObject | undefined>;
  close(): Promise<void>;
}

export function createObjectReader(dir: string): ObjectReader {
  let child: ChildProcessWithoutNullStreams | undefined;
  let buffer = Buffer.alloc(0);
  const waiting: { resolve: (o: GitObject | undefined) => void; reject: (e: Error) => void }[] = [];

  function drain(): void {
    while (waiting.length > 0) {
      const end = buffer.indexOf(10);
      if (end < 0) return;
      const [sha = '', type = '', size = ''] = buffer.subarray(0, end).toString().split(' ');
      const isObject = /^[0-9a-f]{40}$/.test(sha) && /^(commit|tree|blob|tag)$/.test(type);
      const next = isObject ? end + 1 + Number(size) + 1 : end + 1;
      if (buffer.length < next) return;
      const data = Buffer.from(buffer.subarray(end + 1, next - 1));
      buffer = buffer.subarray(next);
      waiting.shift()?.resolve(isObject ? { sha, type: type as GitObject['type'], data } : undefined);
    }
  }

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn('git', ['cat-file', '--batch'], {
      cwd: dir,
      env: gitEnvironment,
    });
    started.stdout.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      drain();
    });
    started.stdin.on('error', () => undefined);
    started.on('close', () => {
      for (const one of waiting.splice(0)) one.reject(new Error('The object reader was closed.'));
      child = undefined;
    });
    return started;
  }

  return {
    read(revision) {
      if (/[\n\0]/.test(revision)) return Promise.resolve(undefined);
      child ??= start();
      const process = child;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        process.stdin.write(`${revision}\n`);
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
