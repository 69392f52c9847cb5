import { join } from 'node:path';
import type { Agent } from './agents/agent.ts';
import { doTask } from './agents/do-task.ts';
import { meetings } from './agents/meetings.ts';
import { workFolder, type WorkFolder } from './agents/work-folder.ts';
import type { DemoPlan } from './demo-plan.ts';
import { githubClient, type GitHubClient } from './github-client.ts';
import { openIssues } from './open-issues.ts';
import type { Stage } from './stage.ts';

/** The issues are opened, and every agent does its tasks in order, all at the same time. Throws when one cannot. */
export async function play(stage: Stage): Promise<void> {
  const { plan, signal, tell } = stage;
  const maintainer = clientOf(stage, stage.maintainer.token);
  const [issues, folders] = await Promise.all([publish(stage, maintainer), foldersOf(stage)]);
  tell({ actor: 'demo', mood: 'plain', text: `${plan.tasks.length} issues, ${plan.agents.length} agents` });
  const meet = meetings(attendance(plan), signal);
  const working = plan.agents.map(({ name, tasks }, at) => {
    const github = clientOf(stage, stage.accounts.get(name)?.token ?? '');
    const say = (text: string) => tell({ actor: name, mood: 'plain', text });
    const work = folders[at] as WorkFolder;
    return runAgent(plan, tasks, { name, github, work, issues, meet, maintainer, say });
  });
  await Promise.all(working);
}

/** The epics' branches appear when Flotilla has read its configuration; the issues come after that. */
async function publish({ plan, repo }: Stage, maintainer: GitHubClient): Promise<ReadonlyMap<string, number>> {
  await maintainer.poll(async () => (plan.epics.every(({ branch }) => repo.branchTip(branch)) ? true : null));
  return openIssues(plan, maintainer);
}

async function runAgent(plan: DemoPlan, keys: readonly string[], agent: Agent): Promise<void> {
  for (const key of keys) {
    const task = plan.tasks.find((one) => one.key === key);
    if (task) await doTask(agent, task);
  }
}

function clientOf(stage: Stage, token: string): GitHubClient {
  return githubClient({ url: stage.github.url, repository: stage.repo.fullName }, token, stage.signal);
}

function foldersOf({ plan, accounts, folder, repo }: Stage): Promise<readonly WorkFolder[]> {
  return Promise.all(
    plan.agents.map(({ name }) => {
      const { token = '' } = accounts.get(name) ?? {};
      return workFolder(join(folder, 'agents', name), repo.cloneUrl, { name, token });
    }),
  );
}

function attendance(plan: DemoPlan): ReadonlyMap<string, number> {
  const expected = new Map<string, number>();
  for (const { meets } of plan.tasks) if (meets !== undefined) expected.set(meets, (expected.get(meets) ?? 0) + 1);
  return expected;
}

