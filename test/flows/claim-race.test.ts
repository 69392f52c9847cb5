import { expect } from 'vitest';
import { deliver } from '../support/deliver.ts';
import { activity, happened, task } from '../support/know.ts';
import { reactions, replies } from '../support/see.ts';
import { flotillaConfig } from '../support/world-files.ts';
import { it } from '../support/world.ts';

const RIVALS = 100;

it('gives a task to one of a hundred agents that ask at once, in two processes', async ({ world }) => {
  const { repo, github } = world;
  const rivals = Array.from({ length: RIVALS }, (_, index) =>
    github.createUser({ login: `rival-${index}[bot]`, type: 'Bot' }),
  );
  const listed = rivals.map(
    ({ id, login }, index) => `  - { id: ${id}, login: "${login}", name: rival-${index} }\n`,
  );
  const config = flotillaConfig(world) + listed.join('');
  await repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
  const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
  await world.settle();
  const first = world.app;
  const second = await world.startAnother();

  github.knobs.faultDeliveries('issue_comment', 'lose');
  const comments = rivals.map((rival) => repo.comment(issue, rival, '/claim'));
  const asked = github.deliveries.filter(({ event }) => event === 'issue_comment');
  await Promise.all(
    asked.map((delivery, index) => deliver(world, { ...delivery, to: index % 2 === 0 ? first : second })),
  );
  await world.settle();

  const { holder } = (await task(world, issue)) ?? {};
  expect(holder).toMatch(/^rival-/);
  expect(await activity(world, issue, /claimed|renewed|released|lapsed/)).toEqual(['task.claimed']);
  const outcomes = comments.map((comment) => reactions(comment).join());
  expect(outcomes.filter((outcome) => outcome === '+1')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === '-1')).toHaveLength(RIVALS - 1);
  // A thread gets at most ten replies an hour; the rest see their reaction, and the log says why.
  const said = replies(world, issue);
  expect(said).toHaveLength(10);
  expect(said.filter((reply) => reply.startsWith(`**${holder}** holds `))).toHaveLength(10);
  expect(await happened(world, 'reply.withheld')).toBe(RIVALS - 10);
});
