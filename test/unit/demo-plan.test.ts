import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { planFiles } from '../../src/config/plan-files.ts';
import type { PlanTask } from '../../src/core/plan/plan.ts';
import { readDemoPlan } from '../demo/demo-plan.ts';

it('the demo plays the 28 tasks of the Fleet plan, as they are there', async () => {
  const fleet = planFiles.read(await readFile('db/seed/fleet-plan.yml', 'utf8'), 'fleet-plan.yml');
  if (!fleet.ok) throw new Error(fleet.error.join('\n'));
  const { epics, tasks } = await readDemoPlan();

  expect(tasks.map(asPlanned)).toEqual(fleet.value.tasks.map(asPlanned));
  expect(epics.map(({ key, title, branch }) => ({ key, title, branch }))).toEqual(
    fleet.value.epics.map(({ key, title, branch }) => ({ key, title, branch })),
  );
});

it('every task that an agent has is one that somebody is to do, and each that somebody is to do has an agent', async () => {
  const { agents, tasks } = await readDemoPlan();
  const had = new Set(agents.flatMap((agent) => agent.tasks));
  const toDo = tasks.filter(({ done, story }) => !done && story !== 'nobody').map(({ key }) => key);
  expect([...had].toSorted()).toEqual(toDo.toSorted());
});

type Planned = Pick<PlanTask, 'key' | 'epic' | 'title' | 'hours' | 'priority' | 'after'>;

function asPlanned({ key, epic, title, hours, priority, after }: Planned): Planned {
  return { key, epic, title, hours, priority, after: after.toSorted() };
}
