import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createForge } from '../github/create-forge.ts';
import { CannotStart, type RunnerEnd, type RunnerJob } from '../ports.ts';
import { createCommandRunner } from '../runner/create-command-runner.ts';
import { createNoteBook } from '../runner/create-note-book.ts';
import { createWorkTrees } from '../runner/create-work-trees.ts';
import { lockHome } from '../runner/lock-home.ts';
import { runAgent } from '../usecases/runner/run-agent.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What every program needs to run at all. None of it is a secret. */
const COMMON = /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TERM|TZ|TMPDIR)$/;
/** What git needs besides to reach a remote that no token opens. */
const FOR_GIT =
  /^(?:SSH_AUTH_SOCK|GIT_SSH_COMMAND|HTTPS?_PROXY|https?_proxy|NO_PROXY|no_proxy|GIT_SSL_CAINFO)$/;
const GRACE_MS = 10_000;

/** An agent's command, its work trees and its pull requests, run as `runAgent` says until `stop`. */
export async function createAgentRunner(job: RunnerJob, env: Env, stop: AbortSignal): Promise<RunnerEnd> {
  const { agent, repository, command, passed, settings, board, tell } = job;
  const token = env['GITHUB_TOKEN'];
  if (!token)
    throw new CannotStart('GITHUB_TOKEN is not set: the agent pushes and opens pull requests with it.');
  const missing = passed.filter((name) => env[name] === undefined);
  if (missing.length > 0) throw new CannotStart(`--env ${missing.join(', ')}: not set here.`);
  const state = env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state');
  const home = job.home ?? join(state, 'flotilla', agent);
  const remote = job.remote ?? `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${repository}.git`;
  const author = { name: agent, email: `${agent}@agents.invalid` };
  const common = pick(env, (name) => COMMON.test(name));

  const unlock = await lockHome(home);
  try {
    return await runAgent(
      {
        board,
        forge: createForge({ repository, token, baseUrl: env['GITHUB_API_URL'] ?? null }),
        trees: createWorkTrees({
          home,
          remote,
          token,
          author,
          env: pick(env, (name) => COMMON.test(name) || FOR_GIT.test(name)),
        }),
        commands: createCommandRunner({
          home,
          command,
          env: { ...common, ...identity(author), ...pick(env, (name) => passed.includes(name)) },
          timeMs: job.timeMs,
          outputBytes: job.outputBytes,
          graceMs: GRACE_MS,
        }),
        notes: createNoteBook(home),
        pause: (ms, signal) => pause(ms, undefined, { signal }).catch(whenAborted),
        now: () => performance.now(),
        tell,
      },
      settings,
      stop,
    );
  } finally {
    await unlock();
  }
}

/** As whom the command commits, where it does so itself. */
function identity({
  name,
  email,
}: {
  readonly name: string;
  readonly email: string;
}): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

function pick(env: Env, wanted: (name: string) => boolean): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && wanted(name) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

function whenAborted(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
