import { describe, expect } from 'vitest';
import { happened, task } from '../support/know.ts';
import { labels, replies, sticky } from '../support/see.ts';
import { openTask } from '../support/talk.ts';
import { flotillaConfig } from '../support/world-files.ts';
import { it, type World } from '../support/world.ts';

const FILE = '.github/flotilla.yml';

async function pushConfig(world: World, text: string | null, branch = 'main'): Promise<string> {
  const sha = await world.repo.pushFiles({ branch, files: { [FILE]: text }, by: world.maintainer });
  await world.settle();
  return sha;
}

function configCheck(world: World, sha: string) {
  const [check, ...more] = world.repo.checkRuns(sha, 'Flotilla configuration');
  expect(more).toEqual([]);
  return (
    check && { conclusion: check.conclusion, title: check.output?.title, summary: check.output?.summary }
  );
}

async function projects({ database }: World) {
  const { rows } = await database.pool.query<{
    owner: string;
    name: string;
    state: string;
    error: string | null;
  }>('select owner, name, state, config_error as error from projects order by id');
  return rows;
}

describe('the configuration', () => {
  it('that is wrong stays without effect and says where, until it is mended', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const good = flotillaConfig(world);
    const wrong = good.replace('branch: epic-2/services', 'brunch: epic-2/services');
    const sha = await pushConfig(world, wrong);

    expect(configCheck(world, sha)).toMatchInlineSnapshot(`
      {
        "conclusion": "failure",
        "summary": "This \`.github/flotilla.yml\` does not take effect; the last valid one, if there was one, stays in force.

      - .github/flotilla.yml:3:5: epics\\[1\\].branch: is missing.
      - .github/flotilla.yml:3:34: epics\\[1\\].brunch: is not known here; did you mean \\\`branch\\\`?

      Mend it on the default branch; it is read again with the next push.",
        "title": "2 problems",
      }
    `);
    expect(await projects(world)).toMatchObject([{ error: expect.stringContaining(`${FILE}:3:`) }]);
    const issue = await openTask(world);
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });
    // A push that does not touch the file says nothing new about it.
    const next = await world.repo.pushFiles({ branch: 'main', files: { 'a.md': 'a\n' } });
    await world.settle();
    expect(configCheck(world, next)).toBeUndefined();
    expect(await happened(world, 'config.refused')).toBe(1);

    const mended = await pushConfig(world, good.replaceAll('Services', 'Every service'));
    expect(configCheck(world, mended)).toMatchObject({ conclusion: 'success' });
    expect(await projects(world)).toMatchObject([{ error: null }]);
    const later = await openTask(world, { labels: ['epic:2'] });
    expect(sticky(world, later)).toContain('Every service');
  });

  it('that is taken away, or no YAML at all, leaves the last valid one in force', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const good = flotillaConfig(world);
    await pushConfig(world, null);
    expect(await projects(world)).toMatchObject([{ error: expect.stringContaining('no such file') }]);
    const sha = await pushConfig(world, 'epics: [\n  {{{');
    expect(configCheck(world, sha)).toMatchObject({ conclusion: 'failure' });
    expect(await task(world, await openTask(world))).toMatchObject({ status: 'pending' });

    // The very file that was in force before takes effect again.
    const again = await pushConfig(world, good);
    expect(configCheck(world, again)).toMatchObject({ conclusion: 'success' });
    expect(await projects(world)).toMatchObject([{ error: null }]);
  });

  it('of another branch, or of a pull request, changes nothing', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD } = world;
    const lax = flotillaConfig(world).replaceAll('maxClaims: 5', 'maxClaims: 0');
    await pushConfig(world, lax, 'epic-1/repositories');
    await repo.pushFiles({ branch: 'lax', files: { [FILE]: lax }, by: agentD });
    await repo.openPull({ title: 'Lax', head: 'lax', base: 'main', by: agentD });
    await world.settle();

    expect(await happened(world, 'config.applied')).toBe(1);
    const issue = await openTask(world);
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });

  it('makes tasks of issues that its new epic is about, and says which branch cannot be made', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const issue = world.repo.openIssue({ title: 'Write the manual', labels: ['epic:3'] });
    await world.settle();
    expect(await task(world, issue)).toBeNull();
    const more = (branch: string) =>
      flotillaConfig(world).replace('gates:', `  - { key: "3", title: Docs, branch: ${branch} }\ngates:`);

    // Git keeps branches as files: there is no `main/docs` beside `main`.
    const sha = await pushConfig(world, more('main/docs'));
    expect(configCheck(world, sha)?.summary).toContain('the branch main/docs of epic 3 could not be made');
    expect(await task(world, issue)).toBeNull();

    await pushConfig(world, more('epic-3/docs'));
    expect(world.repo.branches()).toContain('epic-3/docs');
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });
    expect(labels(world, issue)).toEqual(['epic:3', 'status: pending']);
  });
});

describe('an installation', () => {
  it('takes a repository in full swing as it is', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, bare: true });
    const { repo, agentD } = world;
    const one = repo.openIssue({ title: 'Lexer', labels: ['epic:1', 'priority: high', 'nice'] });
    const two = repo.openIssue({
      title: 'Parser',
      body: `Depends on #${one.number}`,
      labels: ['epic:1', 'hold'],
    });
    const closed = repo.openIssue({ title: 'Old', labels: ['epic:1'] });
    const other = repo.openIssue({ title: 'A question' });
    repo.closeIssue(closed);
    await repo.createBranch('epic-1/repositories');
    const tip = repo.branchTip('epic-1/repositories');
    await repo.pushFiles({ branch: `agent-d/${one.number}-lexer`, files: { 'lexer.ts': '1\n' }, by: agentD });
    const pull = await repo.openPull({
      title: 'Lexer',
      head: `agent-d/${one.number}-lexer`,
      base: 'epic-1/repositories',
      by: agentD,
    });

    world.github.install(repo);
    await world.settle();

    expect(await task(world, one)).toMatchObject({ status: 'pending' });
    expect(await task(world, two)).toMatchObject({ status: 'pending', held: true });
    expect([await task(world, closed), await task(world, other)]).toEqual([null, null]);
    expect(sticky(world, two)).toContain(`| Waits for | #${one.number} (Lexer) |`);
    expect(sticky(world, one)).toContain(`#${pull.number} at`);
    expect(labels(world, one)).toEqual(['epic:1', 'nice', 'priority: high', 'status: pending']);
    expect(repo.state.labels.map(({ name }) => name).sort()).toMatchInlineSnapshot(`
      [
        "agent: agent-d",
        "agent: agent-e",
        "epic:1",
        "epic:2",
        "hold",
        "nice",
        "priority: high",
        "status: blocked",
        "status: done",
        "status: failed",
        "status: in_progress",
        "status: pending",
        "status: review",
      ]
    `);
    expect(repo.branchTip('epic-1/repositories')).toBe(tip);
    expect(repo.branches()).toContain('epic-2/services');
    expect(repo.checkRuns(repo.branchTip(`agent-d/${one.number}-lexer`) ?? '', 'Flotilla')).toHaveLength(1);
    expect([...replies(world, one), ...replies(world, two)]).toEqual([]);
  });

  it('may be heard of later than the first command, which counts all the same', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, bare: true });
    world.github.knobs.faultDeliveries(/^installation/, 'lose');
    world.github.install(world.repo);
    const issue = world.repo.openIssue({ title: 'Lexer', labels: ['epic:1'] });
    world.repo.comment(issue, world.agentD, '/claim');
    await world.settle();

    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });
  });

  it('may come before the configuration, and gets its issues with it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, config: null });
    const issue = await openTask(world);
    expect(await task(world, issue)).toBeNull();
    expect(labels(world, issue)).toEqual(['epic:1']);

    await pushConfig(world, flotillaConfig(world));
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });
    expect(world.repo.branches()).toContain('epic-1/repositories');
  });

  it('may be given another repository later, and lose it again', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { github, installation } = world;
    const second = await github.createRepository({
      owner: 'acme',
      name: 'armada',
      files: { [FILE]: flotillaConfig(world) },
    });
    const issue = second.openIssue({ title: 'Build it', labels: ['epic:1'] });
    github.addToInstallation(installation, second);
    await world.settle();
    expect(second.issue(issue).labels.map(({ name }) => name)).toContain('status: pending');

    github.removeFromInstallation(installation, second);
    second.openIssue({ title: 'Build more', labels: ['epic:1'] });
    await world.settle();
    expect(await projects(world)).toMatchObject([
      { name: 'fleet', state: 'active' },
      { name: 'armada', state: 'removed' },
    ]);

    github.suspend(installation);
    await world.settle();
    expect(await projects(world)).toMatchObject([{ state: 'suspended' }, { state: 'removed' }]);
  });

  it('that is suspended is left alone, and picked up where GitHub stands afterwards', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const { github, repo, installation, agentD } = world;
    const issue = await openTask(world);
    github.suspend(installation);
    await world.settle();
    const asked = github.requests.length;

    const comment = repo.comment(issue, agentD, '/claim');
    const missed = repo.openIssue({ title: 'Meanwhile', labels: ['epic:1'] });
    await pushConfig(world, flotillaConfig(world).replaceAll('Services', 'Others'));
    await world.app.sweep();
    expect(github.requests.length).toBe(asked);
    expect(comment.reactions).toEqual([]);
    expect(await task(world, missed)).toBeNull();

    github.unsuspend(installation);
    await world.settle();
    expect(await task(world, missed)).toMatchObject({ status: 'pending' });
    expect(await happened(world, 'config.applied')).toBe(2);
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });

  it('that is taken away ends quietly, and goes on when it comes back', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    world.github.uninstall(world.installation);
    await world.settle();
    expect(await projects(world)).toMatchObject([{ state: 'removed' }]);

    world.github.install(world.repo);
    await world.settle();
    expect(await projects(world)).toMatchObject([{ state: 'active' }]);
    world.repo.comment(issue, world.agentD, '/claim');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });
});

describe('a repository', () => {
  it('keeps its tasks under a new name and a new owner', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { github, repo, agentD } = world;
    const issue = await openTask(world);
    github.renameRepository(repo, 'armada');
    await world.settle();
    expect(await projects(world)).toMatchObject([{ owner: 'acme', name: 'armada', state: 'active' }]);
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
    expect(replies(world, issue)).toHaveLength(1);

    github.transferRepository(repo, 'umbrella');
    await world.settle();
    repo.comment(issue, agentD, '/release');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: null });
  });

  it('that is archived rests, and wakes when it is opened again', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { github, repo, agentD } = world;
    const issue = await openTask(world);
    github.archiveRepository(repo);
    await world.settle();
    expect(await projects(world)).toMatchObject([{ state: 'archived' }]);
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: null });

    github.archiveRepository(repo, false);
    await world.settle();
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });

  it('that is deleted is forgotten without a crash', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await openTask(world);
    world.github.deleteRepository(world.repo);
    await world.settle();
    expect(await projects(world)).toMatchObject([{ state: 'removed' }]);
    const { rows } = await world.database.pool.query("select guid from deliveries where state <> 'handled'");
    expect(rows).toEqual([]);
  });
});
