import { expect } from 'vitest';
import { apiClient } from '../support/api-client.ts';
import { commandLine } from '../support/command-line.ts';
import { openTask } from '../support/talk.ts';
import { configure, doTheWork, EPIC_1 } from '../support/work.ts';
import { it } from '../support/world.ts';

it('an agent with nothing but the command line takes a task from ready to landed', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  await configure(world, { merge: '{ auto: false }' });
  const { number: issue } = await openTask(world);
  const { url, token } = await apiClient(world, 'agent-d');
  const flotilla = commandLine({ FLOTILLA_URL: url, FLOTILLA_TOKEN: token });
  const json = async (...words: string[]) => JSON.parse((await flotilla(...words, '--json')).out);

  expect((await flotilla('tasks', '--ready')).out).toMatch(/^#1 .* Write the parser/m);
  expect((await flotilla('next')).out).toContain('#1');
  expect(await flotilla('claim', '#1')).toMatchObject({
    code: 0,
    out: expect.stringContaining('agent-d/1-write-the-parser'),
  });
  const { brief } = await json('brief', '1');
  const { branch, base } = brief.push;
  expect((await flotilla('agent', 'heartbeat')).out).toMatch(/^agent-d holds\n {2}#1 until /);

  const opened = await doTheWork(world, { branch, base });
  await world.settle();

  const sha = opened.pull.headSha;
  expect((await flotilla('progress', '1', '80', 'only', 'the', 'printer', 'is missing')).code).toBe(0);
  expect((await flotilla('evidence', '1', 'commit', sha)).code).toBe(0);
  const wrong = await flotilla('merge', '1', 'abcdef1');
  expect(wrong).toMatchObject({ code: 1, out: '' });
  expect(await json('merge', '1', 'abcdef1')).toMatchObject({
    ok: false,
    problems: [wrong.err],
    status: 409,
    reason: 'other_head',
  });
  expect((await flotilla('merge', '1', sha)).code).toBe(0);
  await world.settle();

  expect((await flotilla('lane', 'explain', String(opened.number))).out).toContain(`Landed on ${EPIC_1}`);
  expect((await flotilla('tasks', '--status', 'done')).out).toMatch(/^#1 +done +100 % /m);
  const { out } = await flotilla('status');
  expect(out).toContain('1 of 1 tasks done');
  expect(out).toMatch(/LANES\n {2}epic-1\/repositories +open +1 landed +empty/);
  expect(out).toMatch(/entry\.landed +#1/);
  expect(await world.repo.readFile(EPIC_1, 'src/parser.ts')).toContain('parser');
  expect(issue).toBe(1);
});
