import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RunnerOptions {
  readonly name: string;
  readonly role: string;
  readonly issues: readonly number[];
  /** Where it keeps what it keeps. */
  readonly home: string;
  /** Addresses and tokens. */
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly onLine: (line: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

export interface Runner {
  /** Resolves with what it printed as JSON; null: it was killed. */
  readonly ended: Promise<string | null>;
  /** It gets no chance to say goodbye. */
  kill(): void;
}

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
/** By its address: a command runs elsewhere. */
export const WITH_TSX = ['--import', import.meta.resolve('tsx')];
/** An agent that fails does not get far the second time. */
const LIMITS = ['--look', '1s', '--rounds', '2', '--time', '2m'];
/** What a runner has to give its task back. */
const GRACE_MS = 15_000;

/** `flotilla agent run`, as people start it: a process of its own. */
export function startRunner(options: RunnerOptions): Runner {
  const { name, role, issues, home, env, command, signal } = options;
  const words = ['agent', 'run', '--name', name, '--role', role, '--home', home, '--json', ...LIMITS];
  const named = issues.flatMap((issue) => ['--issue', String(issue)]);
  const child = spawn(
    process.execPath,
    [...WITH_TSX, 'src/main.ts', ...words, ...named, '--', ...command],
    // In a group of its own: Ctrl-C is for the demo, which ends it in order.
    { cwd: PROJECT, env: { ...common(), ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  createInterface({ input: child.stderr }).on('line', options.onLine);

  let grace: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    grace = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  const ended = once(child, 'close').then(([code]) => {
    signal.removeEventListener('abort', end);
    clearTimeout(grace);
    return code === null ? null : out;
  });
  return { ended, kill: () => void child.kill('SIGKILL') };
}

function common(): Readonly<Record<string, string>> {
  const { PATH = '', TMPDIR } = process.env;
  return { PATH, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}
