import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { task } from '../support/know.ts';
import { runnerHome, script } from '../support/runner-process.ts';
import { openTask } from '../support/talk.ts';
import { EPIC_1 } from '../support/work.ts';
import { it } from '../support/world.ts';

it('an agent with nothing but the runner takes a task from ready to landed', async ({ newWorld }) => {
  const world = await newWorld({ collaborators: { 'agent-d[bot]': 'write' } });
  await openTask(world);
  const home = await runnerHome(world);
  const runner = home.run(
    script(
      'grep -q "# Task #1" "$FLOTILLA_BRIEF"',
      'mkdir -p src',
      'echo "export const parser = $FLOTILLA_ISSUE;" > src/parser.ts',
      'env > seen.txt',
    ),
    ['--tasks', '1', '--env', 'SEEN', '--json'],
  );

  const { code, said, out } = await runner.ended;
  expect({ code, said, out: JSON.parse(out) }).toEqual({
    code: 0,
    said: expect.stringMatching(/#1: claimed[^]*#1: pull request #\d+\n[^]*#1: landed/),
    out: { ok: true, agent: 'agent-d', ends: ['landed'] },
  });
  await world.settle();
  expect(await world.repo.readFile(EPIC_1, 'src/parser.ts')).toBe('export const parser = 1;\n');
  const seen = (await world.repo.readFile(EPIC_1, 'seen.txt')) ?? '';
  expect(seen).toContain('SEEN=by the command\n');
  for (const secret of ['by anybody', 'TOKEN', world.agentD.token]) expect(seen).not.toContain(secret);
  expect(await readdir(join(home.folder, 'home', 'trees'))).toEqual([]);
  expect(await readdir(join(home.folder, 'home', 'notes'))).toEqual([]);
});

it('takes the issues that it was told alone, as each may be had, and ends when all have ended', async ({
  newWorld,
}) => {
  const world = await newWorld({ collaborators: { 'agent-d[bot]': 'write' } });
  await openTask(world);
  const later = await openTask(world, { title: 'Write the printer', body: 'Depends on #1' });
  const unnamed = await openTask(world, { title: 'Write the manual' });
  const closed = await openTask(world, { title: 'Write the plan' });
  world.repo.closeIssue(closed, { by: world.maintainer });
  await world.settle();
  const home = await runnerHome(world);
  const named = [later, closed, { number: 1 }].flatMap(({ number }) => ['--issue', String(number)]);
  const runner = home.run(script('echo "$FLOTILLA_ISSUE" > "task-$FLOTILLA_ISSUE.txt"'), [
    ...named,
    '--json',
  ]);

  const { code, said, out } = await runner.ended;
  expect({ code, said, out: JSON.parse(out) }).toMatchObject({
    code: 0,
    said: expect.stringMatching(/#2: This task waits for #1[^]*#1: landed[^]*#2: claimed[^]*#2: landed/),
    out: { ends: ['landed', 'landed', 'landed'] },
  });
  expect(said.match(/waits for #1/g)).toHaveLength(1);
  expect(said).toContain('#4: This task is done');
  expect(await task(world, unnamed)).toMatchObject({ status: 'pending' });
});
