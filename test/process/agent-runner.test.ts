import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { holdRequest } from '../support/hold-request.ts';
import { runnerHome, script, type RunnerHome, type RunnerProcess } from '../support/runner-process.ts';
import { openTask } from '../support/talk.ts';
import { until } from '../support/until.ts';
import { candidatesWait, conclude, EPIC_1, isCandidate, moveBase, standing } from '../support/work.ts';
import { it, type World, type WorldOptions } from '../support/world.ts';

const WRITER: WorldOptions = { collaborators: { 'agent-d[bot]': 'write' } };
const PULLS = { method: 'POST', path: '/pulls' } as const;
const WORK = 'mkdir -p src; echo "export const parser = 1;" > src/parser.ts';
const ONE_TASK = ['--tasks', '1'];

/** How often the task was held, and by how many pull requests it was done. */
async function traces(world: World) {
  const { rows } = await world.database.pool.query<{ holds: number; pulls: number }>(
    `select (select count(*)::integer from assignments) as holds,
            (select count(*)::integer from pull_requests) as pulls`,
  );
  return rows[0];
}

async function candidate(world: World): Promise<void> {
  await until(() => world.actions.pending().some(({ branch }) => isCandidate(branch)), 'no candidate');
}

async function status(world: World): Promise<string | undefined> {
  const { rows } = await world.database.pool.query<{ status: string }>('select status from tasks');
  return rows[0]?.status;
}

describe('a runner that is killed', { timeout: 180_000 }, () => {
  interface Phase {
    readonly while: string;
    readonly command?: readonly string[];
    /** What GitHub does not answer, until the runner is killed. */
    readonly held?: 'before' | 'after';
    /** Resolves when it is in that phase. */
    readonly reached?: (world: World, runner: RunnerProcess, home: RunnerHome) => Promise<unknown>;
  }
  const PHASES: readonly Phase[] = [
    { while: 'it begins', reached: (_, runner) => runner.says('#1: claimed') },
    {
      while: 'its command runs',
      // The first one would write its half of a thought whenever it is let go on.
      command: script(
        'if [ ! -e "$HOME/began" ]; then echo half > half.txt; echo $$ > "$HOME/began"; sleep 600; fi',
        WORK,
      ),
      reached: (_, __, home) => until(async () => (await pidIn(home)) > 0, 'the command did not begin'),
    },
    { while: 'it has pushed', reached: (_, runner) => runner.says('#1: pushed ') },
    { while: 'it asks for a pull request that is not opened yet', held: 'before' },
    { while: 'it asks for a pull request that is opened already', held: 'after' },
    {
      while: 'its candidate is tested',
      async reached(world, runner) {
        await runner.says('#1: pull request #');
        await candidate(world);
      },
    },
  ];

  async function pidIn(home: RunnerHome): Promise<number> {
    return Number(await readFile(join(home.folder, 'began'), 'utf8').catch(() => '0'));
  }

  for (const phase of PHASES)
    it(`while ${phase.while} finishes its task once, and holds it once`, async ({ newWorld }) => {
      const world = await newWorld({ ...WRITER, decide: candidatesWait });
      await openTask(world);
      const home = await runnerHome(world);
      const command = phase.command ?? script(WORK);
      const request = phase.held === undefined ? null : holdRequest(world, PULLS, phase.held);
      const first = home.run(command, ONE_TASK);
      // The base moves on under its hands, so that its landing needs a candidate.
      await first.says('#1: round 1');
      await moveBase(world);
      await request?.came;
      await phase.reached?.(world, first, home);
      await first.kill();
      request?.release();
      const pid = await pidIn(home);
      if (pid > 0) await until(() => !isRunning(pid), 'the command outlived its runner');

      const next = home.run(command, ONE_TASK);
      await next.says('#1: goes on');
      // Only now, or it might land with nobody at work.
      await candidate(world);
      await conclude(world);
      const { code, said } = await next.ended;
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('#1: landed') });
      await world.settle();
      expect(await traces(world)).toEqual({ holds: 1, pulls: 1 });
      expect(await world.repo.readFile(EPIC_1, 'src/parser.ts')).toBe('export const parser = 1;\n');
      expect(await world.repo.readFile(EPIC_1, 'half.txt')).toBeUndefined();
    });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a command', { timeout: 120_000 }, () => {
  /** Runs it for the one task there is; what the runner said, and what its second round was told. */
  async function runs(world: World, command: readonly string[], options: readonly string[] = []) {
    await openTask(world);
    const home = await runnerHome(world);
    const { code, said } = await home.run(command, [...ONE_TASK, '--rounds', '2', ...options]).ended;
    await world.settle();
    const brief = join(home.folder, 'home', 'rounds', '1-2', 'brief.md');
    return { code, said, second: await readFile(brief, 'utf8').catch(() => null) };
  }

  /** What, the command, the runner's options, why it failed, and what the next round is told besides. */
  type Bad = readonly [string, readonly string[], readonly string[], string, string?];
  const BAD: readonly Bad[] = [
    ['hangs', script('sleep 600 & sleep 600'), ['--time', '1s'], 'was still running after 1 s'],
    ['floods its output', script('exec yes'), ['--output', '1'], 'wrote more than 1000000 bytes'],
    ['fails', script('echo no such key >&2', 'exit 3'), [], 'ended with exit code 3', '    no such key'],
    ['is not there', ['/nowhere/agent'], [], 'could not be started (/nowhere/agent)'],
    ['changes nothing', script('true'), [], 'ended well and changed nothing'],
    [
      'throws history away',
      script('git checkout -q --orphan "new$FLOTILLA_ROUND"; git commit -qm new'),
      [],
      'left a history without',
    ],
    [
      'leaves conflicts',
      script(
        'echo a > x; git add x; git commit -qm a; git checkout -q -b "other$FLOTILLA_ROUND" HEAD^',
        'echo b > x; git add x; git commit -qm b',
        'git merge -q - || true',
      ),
      [],
      'left conflicts in x',
    ],
  ];
  for (const [what, command, options, why, told = why] of BAD)
    it(`that ${what} is told so, and after its last round the task is given back`, async ({ newWorld }) => {
      const world = await newWorld(WRITER);
      const { code, said, second } = await runs(world, command, options);
      expect(code).toBe(1);
      expect(said).toContain(`#1: given back: 2 rounds did not do it. The command ${why}`);
      expect(second).toContain('# Why the round before did not land');
      expect(second).toContain(`The command ${why}`);
      expect(second).toContain(told);
      expect(await status(world)).toBe('pending');
    });

  it('that leaves a dirty tree lands as it left it, without what git ignores', async ({ newWorld }) => {
    const world = await newWorld(WRITER);
    const dirty = script(
      'echo built/ > .gitignore',
      'mkdir built; echo x > built/x',
      'git add .gitignore',
      WORK,
    );
    const { code } = await runs(world, dirty);
    expect(code).toBe(0);
    expect(await world.repo.readFile(EPIC_1, 'src/parser.ts')).toBe('export const parser = 1;\n');
    expect(await world.repo.readFile(EPIC_1, 'built/x')).toBeUndefined();
  });

  it('whose work fails its gates mends it in the next round, and is told which', async ({ newWorld }) => {
    let bad: string | undefined;
    const world = await newWorld({
      ...WRITER,
      decide: ({ name }, sha, branch) => {
        if (isCandidate(branch) || name !== 'test') return 'success';
        return (bad ??= sha) === sha ? 'failure' : 'success';
      },
    });
    const { code, said, second } = await runs(world, script('echo "$FLOTILLA_ROUND" > round.txt'));
    expect({ code, said }).toMatchObject({ code: 0 });
    expect(second).toMatch(/# Why the round before did not land\n\nFailed: tests/);
    expect(await world.repo.readFile(EPIC_1, 'round.txt')).toBe('2\n');
    expect(await traces(world)).toEqual({ holds: 1, pulls: 1 });
  });

  it('whose work collides is told with what, and merges it in the next round', async ({ newWorld }) => {
    const world = await newWorld(WRITER);
    await openTask(world);
    const home = await runnerHome(world);
    const runner = home.run(
      script(
        'if [ "$FLOTILLA_ROUND" = 1 ]; then',
        '  while [ ! -e "$HOME/go" ]; do sleep 0.05; done',
        'else git merge -q "origin/$FLOTILLA_BASE" || true; fi',
        'echo ours > both.txt',
        'git add both.txt',
      ),
      ONE_TASK,
    );
    await runner.says('#1: round 1');
    await world.repo.pushFiles({ branch: EPIC_1, files: { 'both.txt': 'theirs\n' }, by: world.maintainer });
    await writeFile(join(home.folder, 'go'), '');
    const { code, said } = await runner.ended;
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/round 2: .*conflict/) });
    expect(await world.repo.readFile(EPIC_1, 'both.txt')).toBe('ours\n');
  });
});

describe('a runner that is told to end', { timeout: 60_000 }, () => {
  const WAITS = script('sleep 600');

  it('ends its command and gives back what nobody can see yet', async ({ newWorld }) => {
    const world = await newWorld(WRITER);
    await openTask(world);
    const home = await runnerHome(world);
    const runner = home.run(WAITS);
    await runner.says('#1: round 1');
    runner.signal('SIGTERM');
    expect(await runner.ended).toMatchObject({ code: 0, said: expect.stringContaining('#1: given back') });
    await world.settle();
    expect(await status(world)).toBe('pending');
  });

  it('holds it with --keep, and the next start goes on', async ({ newWorld }) => {
    const world = await newWorld(WRITER);
    await openTask(world);
    const home = await runnerHome(world);
    const runner = home.run(WAITS, ['--keep']);
    await runner.says('#1: round 1');
    runner.signal('SIGTERM');
    expect(await runner.ended).toMatchObject({ code: 0, out: 'Ended: kept for the next start.\n' });
    const { code } = await home.run(script(WORK), ONE_TASK).ended;
    expect(code).toBe(0);
    expect(await traces(world)).toEqual({ holds: 1, pulls: 1 });
  });

  it('leaves a pull request in its lane, where it lands by itself', async ({ newWorld }) => {
    const world = await newWorld({ ...WRITER, decide: candidatesWait });
    await openTask(world);
    const home = await runnerHome(world);
    const runner = home.run(script(WORK));
    await runner.says('#1: round 1');
    await moveBase(world);
    await runner.says('#1: pull request #');
    await candidate(world);
    runner.signal('SIGTERM');
    expect(await runner.ended).toMatchObject({ code: 0 });
    await conclude(world);
    expect(await status(world)).toBe('done');
    expect(await standing(world, { number: 2 })).toBe('landed');
  });
});

it('a second runner of an agent in the same folder is turned away', async ({ newWorld }) => {
  const world = await newWorld(WRITER);
  const home = await runnerHome(world);
  const first = home.run(script('true'));
  await until(
    async () => (await readFile(join(home.folder, 'home', 'runner.pid'), 'utf8').catch(() => '')) !== '',
    'it did not begin',
  );
  const second = await home.run(script('true')).ended;
  expect(second).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^Flotilla cannot start: a runner \(process \d+\) works in /),
  });
  first.signal('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0 });
});
