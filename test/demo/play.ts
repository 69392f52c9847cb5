import { doTask } from './agents/do-task.ts';
import { meetings } from './agents/meetings.ts';
import type { DemoPlan } from './demo-plan.ts';
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
  const working = plan.agents.map(async ({ name, tasks }) => {
    const member = members.get(name);
    const say = (text: string) => tell({ actor: name, mood: 'plain', text });
    for (const key of tasks) {
      const task = plan.tasks.find((one) => one.key === key);
      if (!member || !task) throw new Error(`The plan has ${name} do ${key}, which is not in it.`);
      await doTask({ name, ...member, issues, meet, maintainer, say }, task);
    }
  });
  await Promise.all(working);
}

/** How many tasks begin at each meeting. */
function attendance(plan: DemoPlan): ReadonlyMap<string, number> {
  const expected = new Map<string, number>();
  for (const { meets } of plan.tasks) {
    if (meets !== undefined) expected.set(meets, (expected.get(meets) ?? 0) + 1);
  }
  return expected;
}
