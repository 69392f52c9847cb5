import type { DemoPlan, DemoTask } from './demo-plan.ts';
import type { GitHubClient } from './github-client.ts';

/** A maintainer writes the plan down as issues, in order. Gives each task's issue number by its key. */
export async function openIssues(plan: DemoPlan, github: GitHubClient): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (const task of plan.tasks) {
    const { number } = await github.post<{ number: number }>('issues', issueOf(task, numbers));
    numbers.set(task.key, number);
    if (task.done) await github.patch(`issues/${number}`, { state: 'closed', state_reason: 'completed' });
  }
  return numbers;
}

function issueOf(task: DemoTask, numbers: ReadonlyMap<string, number>): object {
  const lines = task.after.map((key) => `Depends on #${numbers.get(key)}`);
  return {
    title: task.title,
    body: [`Task ${task.key} of the plan.`, ...lines].join('\n\n'),
    labels: [`epic:${task.epic}`, `estimate: ${task.hours}h`, `priority: ${task.priority}`],
  };
}
