import { Command } from 'commander';
import { parseDuration } from '../../core/commands/parse-duration.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { RunnerEnd, RunnerJob } from '../../ports.ts';
import { answerOf } from '../api/answer-of.ts';
import { numberOf } from '../number-of.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions, type Asked } from '../api/with-api.ts';
import type { Failure, Said } from '../tell.ts';
import { createAgentBoard } from './create-agent-board.ts';

export interface AgentRunContext extends ApiContext {
  /** Runs until it has done its share, or until this program is told to end. Throws `CannotStart`. */
  runAgent(this: void, job: RunnerJob): Promise<RunnerEnd>;
}

interface RunOptions extends ApiOptions {
  readonly name: string;
  readonly role?: string;
  readonly home?: string;
  readonly remote?: string;
  readonly concurrency: string;
  readonly rounds: string;
  readonly time: string;
  readonly patience: string;
  readonly look: string;
  readonly output: string;
  readonly tasks?: string;
  readonly issue: readonly string[];
  readonly env: readonly string[];
  readonly keep?: boolean;
}

const HELP = `
Takes the best ready task, claims it, and runs COMMAND in a git work tree of its own, on the task's branch.
COMMAND finds its brief in the file FLOTILLA_BRIEF, and FLOTILLA_ISSUE, FLOTILLA_ROUND, FLOTILLA_BRANCH, FLOTILLA_BASE.
Of the environment it sees nothing else but what every program needs and what --env names; above all no token. When it
ends with 0, whatever it left is committed and pushed, a pull request is opened and, when its gates pass, queued. Any
other end, no change at all, or a failure on the way to landing is one round: the next one finds the reason in its brief.
After the last round the task is given back, with the last commit as evidence.

With --issue it takes the first of these that it is given, asks for the others again at every look, as what they wait for
may happen yet, and ends when each of them has ended.

GITHUB_TOKEN is the agent's own account at GitHub: it pushes and opens pull requests. Told to end (SIGTERM, SIGINT), the
runner ends COMMAND and gives back what has no pull request yet (--keep: holds it); killed, the next start goes on where
it was. One runner at a time for an agent. COMMAND runs with the rights of this user: a container is a better wall.

Ends with 0; with 1 when a task was given back or the agent may not work; with 2 where nobody could be asked.`;

/** `flotilla agent run --name agent-d -- COMMAND` */
export function agentRunCommand(context: AgentRunContext): Command {
  const command = new Command('run')
    .description('work as an agent: take tasks and run a command for each, until it has landed')
    .argument('<command...>', 'what does the work: any coding agent, or a script')
    .requiredOption('--name <agent>', 'the agent, as .github/flotilla.yml lists it')
    .option('--role <role>', 'what it is good at: tasks that fit come first')
    .option('--concurrency <n>', 'tasks at a time', '1')
    .option('--rounds <n>', 'how often the command may try a task', '3')
    .option('--time <duration>', 'how long one round may take', '1h')
    .option('--output <MB>', 'how much one round may print', '10')
    .option('--patience <duration>', 'how long a pull request may wait with nothing happening', '1d')
    .option('--look <duration>', 'how often Flotilla is asked', '10s')
    .option('--tasks <n>', 'end after so many tasks')
    .option('--issue <n>', 'work on this issue only, ready or not yet; may be repeated', collect, [])
    .option('--env <name>', 'a variable that the command may see; may be repeated', collect, [])
    .option('--home <folder>', 'where work trees, notes and logs are kept')
    .option('--remote <url>', 'where the repository is, as git understands it')
    .option('--keep', 'hold what it has when it is told to end')
    .passThroughOptions();
  return withApiOptions(command)
    .addHelpText('after', HELP)
    .action((words: readonly string[], options: RunOptions) =>
      withApi(context, options, (asked) => run(context, asked, words, options)),
    );
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

async function run(
  context: AgentRunContext,
  asked: Asked,
  [file, ...args]: readonly string[],
  options: RunOptions,
): Promise<Result<Said, Failure>> {
  const limits = limitsOf(options);
  if (!limits.ok) return err({ text: limits.error, code: 1 });
  const me = await whoAmI(asked, options.name);
  if (!me.ok) return me;
  const { terminal, env } = context;
  const { name: agent, home = null, remote = null, role = null } = options;
  const url = env['FLOTILLA_URL'] ?? 'Flotilla';
  const board = createAgentBoard({ api: asked.api, url, agent, projectId: me.value.projectId, role });
  const { ends, refused } = await context.runAgent({
    board,
    agent,
    repository: me.value.repository,
    command: [file ?? '', ...args],
    home,
    remote,
    passed: options.env,
    ...limits.value,
    tell: (issue, text) => terminal.err(`${agent}${issue === null ? '' : ` #${issue}`}: ${text}`),
  });
  if (refused !== null) return err({ text: refused, code: 1 });
  const json = { agent, ends };
  const text =
    ends.length === 0 ? 'Nothing was done.' : `Ended: ${ends.map((end) => WORDS[end]).join(', ')}.`;
  return ends.includes('given_up') ? err({ text, code: 1, json }) : ok({ text, json });
}

const WORDS: Readonly<Record<RunnerEnd['ends'][number], string>> = {
  landed: 'landed',
  lost: 'not ours any more',
  given_up: 'given back',
  stopped: 'given back, as it was told to end',
  kept: 'kept for the next start',
};

/** The token says whom it stands for; a name beside it that says otherwise is a mistake worth a sentence. */
async function whoAmI(
  { api, where }: Asked,
  name: string,
): Promise<Result<{ readonly projectId: number; readonly repository: string }, Failure>> {
  const me = await answerOf(api.POST('/api/agents/register', { body: {} }));
  if (!me.ok) return me;
  const { agent } = me.value;
  if (agent.name !== name)
    return err({ text: `FLOTILLA_TOKEN is the token of ${agent.name}, not of ${name}.`, code: 1 });
  const projectId = where.projectId ?? agent.projectId;
  const project = await answerOf(api.GET('/api/projects/{projectId}', { params: { path: { projectId } } }));
  return project.ok ? ok({ projectId, repository: project.value.repository }) : project;
}

const WHOLE = /^[1-9]\d{0,3}$/;

function limitsOf(
  options: RunOptions,
): Result<Pick<RunnerJob, 'timeMs' | 'outputBytes' | 'settings'>, string> {
  for (const name of ['concurrency', 'rounds', 'output', 'tasks'] as const)
    if (options[name] !== undefined && !WHOLE.test(options[name]))
      return err(`--${name} is a whole number from 1 to 9999, not "${options[name]}".`);
  const unknown = options.issue.find((text) => numberOf(text) === 0);
  if (unknown !== undefined) return err(`--issue is the number of an issue, as 14, not "${unknown}".`);
  const times = { time: 0, patience: 0, look: 0 };
  for (const name of ['time', 'patience', 'look'] as const) {
    const ms = parseDuration(options[name]);
    if (ms === null || ms === 0)
      return err(`--${name} is a duration as 90s, 45m or 2h, not "${options[name]}".`);
    times[name] = ms;
  }
  return ok({
    timeMs: times.time,
    outputBytes: Number(options.output) * 1_000_000,
    settings: {
      concurrency: Number(options.concurrency),
      rounds: Number(options.rounds),
      lookMs: times.look,
      beatMs: BEAT_MS,
      patienceMs: times.patience,
      issues: options.issue.length === 0 ? null : [...new Set(options.issue.map(numberOf))],
      tasks: options.tasks === undefined ? null : Number(options.tasks),
      keep: options.keep ?? false,
    },
  });
}

/** The shortest lease that a repository may have is of a minute. */
const BEAT_MS = 20_000;
