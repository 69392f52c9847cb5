import { doTask } from './agents/do-task.ts';
import { meetings } from './agents/meetings.ts';
import type { DemoPlan, DemoTask } from './demo-plan.ts';
import type { GitHubClient } from './github-client.ts';
import type { Demo } from './start-demo.ts';

/** Every agent does its tasks in order, all at the same time. Throws when one cannot go on. */
export async function play(demo: Demo): Promise<void> {
  const { plan, repo, maintainer, issues, members, signal, tell } = demo;
  // They appear when Flotilla has read its configuration.
  await maintainer.poll(async () => plan.epics.every(({ branch }) => repo.branchTip(branch)) || null);
  tell({
    actor: 'demo',
    mood: 'plain',
    text: `Flotilla is installed: ${issues.size} issues, ${members.size} agents`,
  });
  const meet = meetings(attendance(plan), signal);
  const working = plan.agents.map(async ({ name, comes, tasks }) => {
    const member = members.get(name);
    if (!member) throw new Error(`${name} has no account.`);
    const { github } = member;
    if (comes === 'later') await firstPull(github);
    const work = await member.clone();
    const say = (text: string) => tell({ actor: name, mood: 'plain', text });
    for (const key of tasks)
      await doTask({ name, github, work, issues, meet, maintainer, say }, taskOf(plan, key));
  });
  await Promise.all(working);
}

async function firstPull(github: GitHubClient): Promise<void> {
  await github.poll(async () => (await github.get<readonly object[]>('pulls?state=all')).length > 0 || null);
}

function taskOf(plan: DemoPlan, key: string): DemoTask {
  const task = plan.tasks.find((one) => one.key === key);
  if (!task) throw new Error(`There is no task ${key} in the plan.`);
  return task;
}

/** How many tasks begin at each meeting. */
function attendance(plan: DemoPlan): ReadonlyMap<string, number> {
  const expected = new Map<string, number>();
  for (const { meets } of plan.tasks) {
    if (meets !== undefined) expected.set(meets, (expected.get(meets) ?? 0) + 1);
  }
  return expected;
}
