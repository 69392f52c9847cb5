import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CommandEnd, CommandJob, CommandRunner } from '../ports.ts';
import type { GuardedCommand, GuardedEnd } from './guarded-command.ts';

export interface CommandOptions {
  /** Where briefs and logs are kept. */
  readonly home: string;
  /** The command and its arguments, started as they are. */
  readonly command: readonly [string, ...string[]];
  /** All that it sees of the environment, besides what says which task it is. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeMs: number;
  readonly outputBytes: number;
  /** From asking it to end to ending it. */
  readonly graceMs: number;
}

/** Runs as it stands, so it has the ending of this file. */
const GUARD = fileURLToPath(new URL(`./command-guard${import.meta.url.slice(-3)}`, import.meta.url));
const TAIL_BYTES = 2_000;
const LAST_WORDS_MS = 1_000;

/** Runs the command with limits of time and output, its output in a file of its own. */
export function createCommandRunner(options: CommandOptions): CommandRunner {
  return {
    async run(job, signal) {
      if (signal.aborted) return { kind: 'stopped' };
      const folder = join(options.home, 'rounds', `${job.issue}-${job.round}`);
      await mkdir(folder, { recursive: true });
      const brief = join(folder, 'brief.md');
      await writeFile(brief, `${job.brief}\n`);
      return guarded(options, job, { brief, log: join(folder, 'output.log') }, signal);
    },
  };
}

async function guarded(
  options: CommandOptions,
  job: CommandJob,
  files: { readonly brief: string; readonly log: string },
  signal: AbortSignal,
): Promise<CommandEnd> {
  const [file, ...args] = options.command;
  const env = { ...options.env, ...taskEnvironment(job, files.brief) };
  const guard = fork(GUARD, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true, env: options.env });
  const told: GuardedCommand = { file, args, folder: job.folder, env, graceMs: options.graceMs };
  let cut: 'stopped' | 'time' | 'output' | null = null;
  const end = (why: NonNullable<typeof cut>): void => {
    if (cut !== null) return;
    cut = why;
    if (guard.connected) guard.send('end');
  };
  const output = collectOutput(guard, files.log, options.outputBytes, () => end('output'));
  const stop = (): void => end('stopped');
  signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => end('time'), options.timeMs);
  try {
    guard.send(told);
    // It may have come while the brief was written.
    if (signal.aborted) stop();
    const result = await resultOf(guard);
    const tail = await output.end();
    if (cut === 'stopped') return { kind: 'stopped' };
    const why = whyFailed(result, cut, options);
    return why === null
      ? { kind: 'ended' }
      : { kind: 'failed', why: tail === '' ? why : `${why}\n\n${quoted(tail)}` };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function taskEnvironment({ issue, round, branch, base }: CommandJob, brief: string): Record<string, string> {
  return {
    FLOTILLA_ISSUE: String(issue),
    FLOTILLA_ROUND: String(round),
    FLOTILLA_BRANCH: branch,
    FLOTILLA_BASE: base,
    FLOTILLA_BRIEF: brief,
  };
}

function resultOf(guard: ChildProcess): Promise<GuardedEnd> {
  return new Promise((resolve, reject) => {
    guard.once('message', (end) => resolve(end as GuardedEnd));
    guard.once('error', reject);
    guard.once('exit', (code, name) => resolve({ code, signal: name, problem: null }));
  });
}

/** All output, as it comes, into a file, up to a limit; the last of it is kept. */
function collectOutput(guard: ChildProcess, path: string, limit: number, onFlood: () => void) {
  const file = createWriteStream(path);
  const streams = [guard.stdout, guard.stderr].filter((stream) => stream !== null);
  const over = Promise.all(streams.map((stream) => once(stream, 'close')));
  let written = 0;
  let tail = Buffer.alloc(0);
  for (const stream of streams)
    stream.on('data', (chunk: Buffer) => {
      const rest = chunk.subarray(0, Math.max(0, limit - written));
      written += chunk.length;
      if (rest.length > 0) file.write(rest);
      tail = Buffer.concat([tail, rest]).subarray(-TAIL_BYTES);
      if (written > limit) onFlood();
    });
  return {
    /** Whoever left the process group and keeps the pipes open is not waited for. */
    async end(): Promise<string> {
      await Promise.race([over, pause(LAST_WORDS_MS)]);
      for (const stream of streams) stream.destroy();
      file.end();
      await finished(file);
      return tail.toString().trim();
    },
  };
}

function whyFailed(
  { code, signal, problem }: GuardedEnd,
  cut: 'time' | 'output' | null,
  { timeMs, outputBytes, command: [file] }: CommandOptions,
): string | null {
  if (cut === 'time') return `The command was still running after ${minutes(timeMs)} and was ended.`;
  if (cut === 'output') return `The command wrote more than ${outputBytes} bytes of output and was ended.`;
  if (problem !== null) return `The command could not be started (${file}): ${problem}`;
  if (signal !== null) return `The command was ended by ${signal}.`;
  return code === 0 ? null : `The command ended with exit code ${code ?? 'unknown'}.`;
}

function minutes(ms: number): string {
  return ms < 60_000 ? `${ms / 1_000} s` : `${Math.round(ms / 60_000)} min`;
}

function quoted(text: string): string {
  return ['The last of its output:', '', ...text.split('\n').map((line) => `    ${line}`)].join('\n');
}
