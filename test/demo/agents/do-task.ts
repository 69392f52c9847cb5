import type { DemoTask } from '../demo-plan.ts';
import type { Agent } from './agent.ts';
import { claimTask } from './claim-task.ts';
import { STORIES } from './stories.ts';

/** One task as its agent does it: claim, branch, commit, pull request, and whatever comes of that. */
export async function doTask(agent: Agent, task: DemoTask): Promise<void> {
  const issue = agent.issues.get(task.key);
  if (issue === undefined) throw new Error(`There is no issue for task ${task.key}.`);
  const { branch, base } = await claimTask(agent, issue);
  if (task.silent === agent.name) return agent.say(`goes silent with #${issue} in its hands`);
  await agent.work.begin(branch, base);
  if (task.meets !== undefined) await agent.meet(task.meets);
  const head = await agent.work.push(branch, task.files, task.title);
  const { number: pull } = await agent.github.post<{ number: number }>('pulls', {
    title: task.title,
    head: branch,
    base,
    body: `Task: #${issue}`,
  });
  await STORIES[task.story](agent, { task, issue, branch, base, pull, head });
}
