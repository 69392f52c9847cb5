import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { World } from './world.ts';

export interface WorkerProcess {
  /** Where it listens; null without the role `web`. */
  readonly url: string | null;
  /** SIGKILL: it gets no chance to tidy up. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  end(): Promise<number | null>;
  signal(name: 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves when it wrote `text` into its log, or to its terminal; with all that it wrote. */
  says(text: string): Promise<string>;
  /** Its exit code, once it has ended by itself or by a signal that it answers. */
  readonly ended: Promise<number | null>;
}

/** A real process of its own: the program as people start it, on the world's database, queue and GitHub. */
export async function startWorker(
  world: World,
  redisUrl: string | null,
  env: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const starting = beginWorker(world, redisUrl, env);
  const said = await starting.says('flotilla is ready');
  return { ...starting, url: /"url":"([^"]+)"[^\n]*flotilla is ready/.exec(said)?.[1] ?? null };
}

/** By which the sessions of such processes are told from those of the world's own app. */
export const PROCESS_NAME = 'flotilla-process';

/** The same, before it is ready. */
export function beginWorker(
  world: World,
  redisUrl: string | null,
  env: Readonly<Record<string, string>> = {},
): Omit<WorkerProcess, 'url'> {
  const { github, database } = world;
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(github.appId),
      PRIVATE_KEY: github.privateKey,
      WEBHOOK_SECRET: github.webhookSecret,
      GITHUB_API_URL: github.url,
      DATABASE_URL: named(database.url),
      ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
      ROLES: 'worker',
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  let said = '';
  const lines = new EventEmitter();
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      said += `${line}\n`;
      lines.emit('line');
    });
  const says = async (text: string): Promise<string> => {
    while (!said.includes(text)) {
      const over = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
      if (over === null) throw new Error(`the worker ended before it said "${text}":\n${said}`);
    }
    return said;
  };
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    end() {
      child.kill('SIGTERM');
      return ended;
    },
    signal: (name) => void child.kill(name),
    says,
    ended,
  };
}

function named(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('application_name', PROCESS_NAME);
  return url.href;
}
