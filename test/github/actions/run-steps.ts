import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOut } from './check-out.ts';
import type { Context, Status } from './evaluate.ts';
import { holds } from './holds.ts';
import { interpolate } from './interpolate.ts';
import { runScript } from './run-script.ts';
import type { Conclusion, Job, Step } from './workflow.ts';

/** What a job runs on. `env` is all that its scripts see of the machine, apart from PATH and folders of their own. */
export type Workplace = {
  readonly gitDir: string;
  readonly tree: string;
  readonly nodeModules: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
};

export type JobResult = { readonly conclusion: Conclusion; readonly output: string };

/** Really runs the steps of a job, in an empty folder that is removed afterwards. */
export async function runSteps(job: Job, place: Workplace, signal: AbortSignal): Promise<JobResult> {
  const root = await mkdtemp(join(tmpdir(), 'actions-'));
  const timeout = AbortSignal.timeout(Math.min(place.timeoutMs, (job.timeoutMinutes ?? Infinity) * 60_000));
  const either = AbortSignal.any([signal, timeout]);
  const output: string[] = [];
  let status: Status = 'success';
  try {
    const folders = { work: join(root, 'work'), home: join(root, 'home'), temp: join(root, 'temp') };
    await Promise.all(Object.values(folders).map((folder) => mkdir(folder)));
    for (const step of job.steps) {
      if (either.aborted) break;
      const ended = await runStep(step, job, place, folders, status, either, output);
      if (ended === 'failure' && !step.continueOnError) status = 'failure';
    }
    return { conclusion: concluded(signal, timeout, status), output: output.join('') };
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

type Folders = { readonly work: string; readonly home: string; readonly temp: string };

async function runStep(
  step: Step,
  job: Job,
  place: Workplace,
  folders: Folders,
  status: Status,
  signal: AbortSignal,
  output: string[],
): Promise<'success' | 'failure' | 'aborted'> {
  const context: Context = { status, values: { ...place.values, matrix: job.matrix } };
  try {
    const env = { ...interpolated(job.env, context), ...interpolated(step.env, context) };
    if (!holds(step.condition, { status, values: { ...context.values, env } })) return 'success';
    if (step.uses?.startsWith('actions/checkout@')) {
      await checkOut(place.gitDir, place.tree, folders.work, place.nodeModules);
    }
    // Any other action (setup-node, cache, ...) prepares a machine that is prepared already.
    if (step.run === undefined) return 'success';
    const where = {
      cwd: join(folders.work, step.directory ?? '.'),
      env: { ...machine(folders), ...place.env, ...env },
    };
    const result = await runScript(
      interpolate(step.run, { ...context, values: { ...context.values, env } }),
      where,
      signal,
    );
    output.push(result.output);
    return result.ended;
  } catch (error) {
    output.push(`${String(error)}\n`);
    return 'failure';
  }
}

function machine({ work, home, temp }: Folders): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, TMPDIR: temp, GITHUB_WORKSPACE: work, CI: 'true' };
}

function interpolated(env: Readonly<Record<string, string>>, context: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, interpolate(value, context)]));
}

/** A cancelled run is cancelled even where the timeout came too; a failed step before either stays a failure. */
function concluded(signal: AbortSignal, timeout: AbortSignal, status: Status): Conclusion {
  if (signal.aborted) return 'cancelled';
  if (timeout.aborted) return 'timed_out';
  return status === 'failure' ? 'failure' : 'success';
}
