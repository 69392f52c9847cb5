import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
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
