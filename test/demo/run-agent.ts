import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiTokens } from '../../src/db/api-tokens.ts';
import { isGivenBack, readRunnerLine } from './agents/read-runner-line.ts';
import { scriptFor } from './agents/script.ts';
import { startRunner, WITH_TSX, type Runner } from './agents/start-runner.ts';
import type { DemoPlan, DemoTask } from './demo-plan.ts';
import type { Demo } from './start-demo.ts';

const COMMAND = fileURLToPath(new URL('agents/scripted-agent.ts', import.meta.url));

/** One agent from its start to the end of its last task. Throws when these do not end as the plan has it. */
export async function runAgent(
  demo: Demo,
  { name, role, tasks: keys }: DemoPlan['agents'][number],
  onGivenBack: (issue: number) => void,
): Promise<void> {
  const { plan, folder, signal, story, tell } = demo;
  const tasks = new Map(keys.map((key) => [issueOf(demo, key), taskOf(plan, key)]));
  const home = join(folder, name);
  await mkdir(home, { recursive: true });
  const script = join(home, 'script.json');
  const meetings = (meeting: string): string => join(folder, 'meetings', meeting);
  await writeFile(script, JSON.stringify(scriptFor(name, plan, tasks, meetings)));
  const env = await environmentOf(demo, name, home);
  signal.throwIfAborted();

  const runner: Runner = startRunner({
    name,
    role,
    issues: [...tasks.keys()],
    home: join(home, 'runner'),
    env,
    command: [process.execPath, ...WITH_TSX, COMMAND, script],
    onLine: hear,
    signal,
  });
  function hear(line: string): void {
    const told = story.byRunner(name, line);
    if (told) tell(told);
    const said = readRunnerLine(line);
    if (said === null) return;
    if (isGivenBack(said)) onGivenBack(said.issue);
    if (said.text.startsWith('round 1 on ') && tasks.get(said.issue)?.silent === name) {
      tell({ actor: name, mood: 'plain', text: `is killed with #${said.issue} in its hands` });
      runner.kill();
    }
  }

  const ends = endsOf(await runner.ended);
  signal.throwIfAborted();
  const planned = [...tasks.values()].filter(({ silent }) => silent !== name).map(plannedEnd);
  if (ends.sort().join() !== planned.sort().join())
    throw new Error(
      `${name} ended its tasks as ${ends.join(', ') || 'nothing'}, not as ${planned.join(', ')}.`,
    );
}

function plannedEnd({ story }: DemoTask): string {
  return story === 'lands' ? 'landed' : 'given_up';
}

/** What it prints last, where it was not killed. */
function endsOf(out: string | null): string[] {
  if (out === null) return [];
  const { ends = [] } = JSON.parse(out) as { ends?: string[] };
  return ends;
}

function issueOf({ issues }: Demo, key: string): number {
  const issue = issues.get(key);
  if (issue === undefined) throw new Error(`There is no issue for task ${key}.`);
  return issue;
}

function taskOf(plan: DemoPlan, key: string): DemoTask {
  const task = plan.tasks.find((one) => one.key === key);
  if (!task) throw new Error(`There is no task ${key} in the plan.`);
  return task;
}

/** Its token at Flotilla, once that knows the agent, and its account's at GitHub. */
async function environmentOf(
  { pool, statusUrl, github, maintainer, accounts }: Demo,
  name: string,
  home: string,
): Promise<Readonly<Record<string, string>>> {
  const wish = { name, scope: 'agent', repository: null, agent: name, days: 1 } as const;
  const token = await maintainer.poll(async () => {
    const made = await apiTokens(pool).create(wish);
    return made.ok ? made.value.text : null;
  });
  return {
    HOME: home,
    FLOTILLA_URL: statusUrl,
    FLOTILLA_TOKEN: token,
    GITHUB_TOKEN: accounts.get(name)?.token ?? '',
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: github.url,
  };
}
