import { describe, expect } from 'vitest';
import type { GitHub } from '../../src/ports.ts';
import { judgePull } from '../../src/usecases/judge-pull.ts';
import { evidence, task } from '../support/know.ts';
import { labels, replies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { check, claimed, proposed, standing } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

const BASE = 'epic-1/repositories';

/** A draft, so that it belongs to its task and stays out of its lane. */
async function openDraft(
  world: World,
  head: string,
  more: { body?: string; by?: { login: string }; file?: string } = {},
) {
  const { body = '', by = world.agentD, file = 'a.ts' } = more;
  await world.repo.pushFiles({ branch: head, from: BASE, files: { [file]: `${head}\n` }, by });
  const pull = await world.repo.openPull({ title: head, head, base: BASE, body, by, draft: true });
  await world.settle();
  return pull;
}

async function taskOfPull({ database }: World, pull: { number: number }): Promise<number | null> {
  const { rows } = await database.pool.query<{ issue: number | null }>(
    `select t.issue from pull_requests r left join tasks t on t.id = r.task_id where r.number = $1`,
    [pull.number],
  );
  return rows[0]?.issue ?? null;
}

describe('a pull request', () => {
  it('is linked by its keyword, its line, its branch, or the only task of its author', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const { agentE } = world;
    const [one, two, three] = [await openTask(world), await openTask(world), await claimed(world)];
    const keyword = await openDraft(world, 'a', { body: `Fixes #${one.number}`, by: agentE });
    const line = await openDraft(world, 'b', { body: `Task: #${two.number}`, by: agentE });
    const branch = await openDraft(world, `agent-e/${two.number}-parser`, { by: agentE });
    const only = await openDraft(world, 'd');
    const none = await openDraft(world, 'e', { by: agentE });

    expect([
      await taskOfPull(world, keyword),
      await taskOfPull(world, line),
      await taskOfPull(world, branch),
      await taskOfPull(world, only),
      await taskOfPull(world, none),
    ]).toEqual([one.number, two.number, two.number, three.number, null]);

    // One live pull request per task: the later one waits and says for what.
    const check = world.repo.checkRuns(world.repo.pull(branch).headSha, 'Flotilla')[0];
    expect(check?.output?.summary).toContain(`#${line.number} is open for the same task`);

    const late = world.repo.openIssue({ title: 'Late' });
    world.repo.editIssue(none, { body: `Task: #${late.number}` });
    await world.settle();
    expect(await taskOfPull(world, none)).toBeNull();
    world.repo.label(late, 'epic:1');
    await world.settle();
    expect(await taskOfPull(world, none)).toBe(late.number);
  });

  it('of a task that is done is told so', async ({ newWorld }) => {
    const world = await newWorld();
    const issue = await claimed(world);
    const first = await proposed(world, issue);
    expect(await standing(world, first)).toBe('landed');
    const late = await proposed(world, issue, { files: { 'late.ts': 'export {};\n' } });
    expect(await standing(world, late)).toBe('none');
    expect(check(world, late.pull.headSha)).toMatchObject({
      title: 'Its task is done',
      conclusion: 'action_required',
    });

    await say(world, issue, world.maintainer, '/reopen');
    expect(check(world, late.pull.headSha).title).not.toBe('Its task is done');
  });

  it('that was doubted while somebody looked at it is looked at again at once', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'failure' });
    const { deps } = world.app;
    const issue = await claimed(world);
    const pull = await openDraft(world, `agent-d/${issue.number}-parser`);
    const [project] = await deps.store.read.activeProjects();
    if (!project) throw new Error('there is no project');
    const due = async () => (await deps.store.read.pullsDue(10)).map(({ number }) => number);
    const look = (meanwhile: () => Promise<void>) => {
      const commitChecks: GitHub['commitChecks'] = async (...asked) => {
        const checks = await deps.github.commitChecks(...asked);
        await meanwhile();
        return checks;
      };
      return judgePull({ ...deps, github: { ...deps.github, commitChecks } }, project, pull.number);
    };

    await look(() => Promise.resolve());
    expect(await due()).toEqual([]);
    await look(() =>
      deps.store.transaction(async (tx) => {
        const known = await tx.pulls.lock(project.id, pull.number);
        if (known) await tx.pulls.doubt(known.id);
      }),
    );
    expect(await due()).toEqual([pull.number]);
  });

  it('puts its task into review, and back to work when it is closed', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'failure' });
    const { repo } = world;
    const issue = await claimed(world);
    const pull = await openDraft(world, `agent-d/${issue.number}-parser`);
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress' });
    repo.markReady(pull, { by: world.agentD });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'review' });
    expect(labels(world, issue)).toContain('status: review');

    repo.convertToDraft(pull, { by: world.agentD });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress' });
    repo.markReady(pull, { by: world.agentD });
    repo.closePull(pull, { by: world.agentD });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });

    repo.reopenPull(pull, { by: world.agentD });
    repo.comment(issue, world.agentD, '/release');
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null });
  });

  it('takes the label hold along to another task', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer: by } = world;
    const [one, two] = [await claimed(world), await claimed(world)];
    const pull = await openDraft(world, 'parser', { body: `Task: #${one.number}` });
    const held = async () => [(await task(world, one))?.held, (await task(world, two))?.held];
    const moveTo = async (issue: { number: number }) => {
      repo.editIssue(pull, { body: `Task: #${issue.number}` });
      await world.settle();
    };
    repo.label(pull, 'hold', { by });
    await world.settle();
    expect(await held()).toEqual([true, false]);
    await moveTo(two);
    expect(await held()).toEqual([false, true]);
    repo.unlabel(pull, 'hold', { by });
    await world.settle();
    expect(await held()).toEqual([false, false]);

    // What is said of a task's own issue stays with it, and a label that was let go says nothing any more.
    repo.label(pull, 'hold', { by });
    repo.label(two, 'hold', { by });
    await world.settle();
    await moveTo(one);
    expect(await held()).toEqual([true, true]);
    await say(world, pull, by, '/unhold');
    expect([await held(), labels(world, pull)]).toEqual([[false, true], []]);
    await moveTo(two);
    await moveTo(one);
    expect(await held()).toEqual([false, true]);
  });

  it('that a person merges ends its task, which was not gated', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'failure' });
    const issue = await claimed(world);
    const pull = await openDraft(world, `agent-d/${issue.number}-parser`);
    world.repo.markReady(pull, { by: world.agentD });
    world.github.knobs.faultDeliveries('pull_request.closed', 'double');
    await world.repo.mergePull(pull, { by: world.maintainer });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'done', holder: null });
    expect(replies(world, pull)).toMatchInlineSnapshot(`
      [
        "This was merged without Flotilla, so the merged tree was **not gated by Flotilla**. Its task is marked done. A maintainer may want to look at the branch, and to let only Flotilla update it.",
      ]
    `);
    expect(await evidence(world, issue)).toContain(`commit merged:${world.repo.pull(pull).headSha}`);
    expect(world.repo.issue(issue).state).toBe('closed');
  });
});

describe('evidence', () => {
  it('of pushes, pull requests, gates and deployments is kept once, though all news comes twice', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const { github, repo, agentD } = world;
    github.knobs.chaos({ double: 1 });
    const issue = await claimed(world);
    const head = `agent-d/${issue.number}-parser`;
    const pull = await openDraft(world, head);
    const sha = repo.pull(pull).headSha;
    const deployment = repo.createDeployment({ ref: head, environment: 'preview', by: agentD });
    repo.deploymentStatus(deployment, { state: 'success', targetUrl: 'https://preview.example.com' });
    await world.settle();

    expect((await evidence(world, issue)).map((fact) => fact.replace(sha, '<head>')).sort())
      .toMatchInlineSnapshot(`
      [
        "build <head>:compile:passed",
        "commit <head>",
        "deployment <head>:preview:success",
        "pr #2",
        "test <head>:security:passed",
        "test <head>:tests:passed",
      ]
    `);
    // The comment names the newest few of them.
    expect(sticky(world, issue).match(/^- (commit|pr|test|build|deployment): /gm)).toHaveLength(5);
  });
});
