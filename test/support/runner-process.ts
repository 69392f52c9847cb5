import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { apiClient } from './api-client.ts';
import type { World } from './world.ts';

export interface RunnerProcess {
  /** Resolves when it wrote this; with all that it wrote. */
  says(text: string): Promise<string>;
  /** SIGKILL: it gets no chance to tidy up. */
  kill(): Promise<void>;
  signal(name: 'SIGTERM'): void;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string; readonly out: string }>;
}

export interface RunnerHome {
  readonly folder: string;
  /** A real process: `flotilla agent run` for agent-d, as people start it. */
  run(command: readonly string[], options?: readonly string[]): RunnerProcess;
}

/** A folder for runners of agent-d that come one after another, with the token of each account. */
export async function runnerHome(world: World): Promise<RunnerHome> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-runner-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { url, token } = await apiClient(world, 'agent-d');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    FLOTILLA_URL: url,
    FLOTILLA_TOKEN: token,
    GITHUB_TOKEN: world.agentD.token,
    GITHUB_API_URL: world.github.url,
    GITHUB_SERVER_URL: world.github.url,
    SEEN: 'by the command',
    UNSEEN: 'by anybody',
  };
  return {
    folder,
    run(command, options = []) {
      const words = ['agent', 'run', '--name', 'agent-d', '--home', join(folder, 'home'), '--look', '0.2s'];
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', 'src/main.ts', ...words, ...options, '--', ...command],
        { env, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      let said = '';
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      const lines = new EventEmitter();
      createInterface({ input: child.stderr }).on('line', (line) => {
        said += `${line}\n`;
        lines.emit('line');
      });
      const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said, out }));
      return {
        async says(text) {
          while (!said.includes(text)) {
            const over = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
            if (over === null && !said.includes(text))
              throw new Error(`the runner ended before it said "${text}":\n${said}${out}`);
          }
          return said;
        },
        async kill() {
          child.kill('SIGKILL');
          await ended;
        },
        signal: (name) => void child.kill(name),
        ended,
      };
    },
  };
}

/** A command that is a script of the shell. */
export function script(...lines: readonly string[]): readonly string[] {
  return ['sh', '-ec', lines.join('\n')];
}
