import { expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { claimed } from '../support/work.ts';
import { ADMIN_TOKEN, it } from '../support/world.ts';

it('shows on the status page how far an epic is, and when it will likely be finished', async ({ world }) => {
  const done = await claimed(world, { title: 'Write the lexer' });
  await claimed(world, { title: 'Write the parser', by: world.agentE });
  const page = async () => (await fetch(String(world.app.url))).text();
  expect(await page()).toContain('10 % claimed, 10 % verified · 0 of 2 tasks done');
  expect(await page()).not.toContain('Likely by');

  world.repo.closeIssue(done, { by: world.maintainer });
  await world.settle();
  await doChore(world, 'progress');
  const taken = await fetch(`${world.app.url}/api/progress/snapshot`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: '{"projectId": 1}',
  });
  expect(await taken.json()).toMatchObject({
    snapshot: { project: { done: 1, tasks: 2 } },
    summary: { hits: null, epics: [{ key: '1', eta: { p50: expect.any(String) } }, { key: '2' }] },
  });

  expect(await page()).toContain('55 % claimed, 55 % verified · 1 of 2 tasks done');
  expect(await page()).toMatch(/Likely by \d{4}-\d\d-\d\d, 85 % sure by \d{4}-\d\d-\d\d/);
});
