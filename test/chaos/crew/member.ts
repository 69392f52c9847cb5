import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpRelay, Target } from '../servers/http-relay.ts';

export interface Member {
  readonly name: string;
  readonly role: 'web' | 'worker';
  /** Between it and GitHub. */
  readonly line: HttpRelay<Target>;
  /** It is up and runs. */
  readonly ready: boolean;
  /** It stands still; connections to it are accepted all the same. */
  readonly frozen: boolean;
  /** Where it listens. */
  readonly port: number;
  /** Starts it, again and again until it is up, as whoever runs it in production does. */
  start(): Promise<void>;
  /** SIGKILL: it gets no chance to tidy up. Resolves when it is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** SIGTERM; answers its exit code. */
  end(): Promise<number | null>;
}

export interface MemberOptions {
  readonly name: string;
  readonly role: 'web' | 'worker';
  readonly entry: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly line: HttpRelay<Target>;
  readonly logs: string | null;
  /** It ended by itself after it was up, which it never should. */
  readonly onFall: (what: string) => void;
}

/** One process of Flotilla, started as people start it, and ended by its own id. */
export function createMember(options: MemberOptions): Member {
  const { name, role, line } = options;
  let child: ChildProcess | null = null;
  let port = 0;
  let up = false;
  let frozen = false;
  let ending = false;
  // Counts what was asked of it, so that an older start gives way to whatever came later.
  let order = 0;
  const log = options.logs === null ? null : createWriteStream(`${options.logs}/${name}.log`, { flags: 'a' });

  async function launch(): Promise<boolean> {
    const started = spawn(process.execPath, [options.entry], {
      cwd: options.folder,
      env: { ...options.env, ROLES: role, GITHUB_API_URL: line.url, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let said = '';
    const note = (text: string): void => {
      log?.write(text);
      said = `${said}${text}`.slice(-2_000);
    };
    started.stderr.on('data', (chunk: Buffer) => note(chunk.toString()));
    const lines = createInterface({ input: started.stdout });
    const ready = new Promise<boolean>((resolve) => {
      lines.on('line', (text) => {
        note(`${text}\n`);
        if (up || !text.includes('"flotilla is ready"')) return;
        port = Number(/"url":"http:\/\/[^"]+:(\d+)"/.exec(text)?.[1] ?? 0);
        up = true;
        resolve(true);
      });
      started.once('exit', () => resolve(false));
    });
    started.once('exit', (code, signal) => {
      if (child !== started) return;
      const fell = up && !ending;
      up = false;
      if (!fell) return;
      options.onFall(`${name} ended by itself (${code ?? signal}): ${said.slice(-600)}`);
      void start();
    });
    return ready;
  }

  async function start(): Promise<void> {
    ending = false;
    await keepStarting((order += 1));
  }

  /** PostgreSQL may be away: then it says so and ends, and is started again. */
  async function keepStarting(mine: number): Promise<void> {
    if (order !== mine || (await launch())) return;
    await pause(300);
    await keepStarting(mine);
  }

  async function send(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    ending = true;
    order += 1;
    const going = child;
    if (!going || going.exitCode !== null || going.signalCode !== null) return null;
    const ended = once(going, 'exit') as Promise<[number | null]>;
    going.kill(signal);
    const [code] = await ended;
    up = false;
    frozen = false;
    return code;
  }

  return {
    name,
    role,
    line,
    get ready() {
      return up && !frozen;
    },
    get frozen() {
      return frozen;
    },
    get port() {
      return port;
    },
    start,
    async kill() {
      await send('SIGKILL');
    },
    freeze() {
      frozen = true;
      child?.kill('SIGSTOP');
    },
    thaw() {
      frozen = false;
      child?.kill('SIGCONT');
    },
    end: () => send('SIGTERM'),
  };
}
