import { describe, expect } from 'vitest';
import { evidence } from '../support/know.ts';
import { reactions, replies, replyTo, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

/** A claimed task with a branch and a pull request, whose CI ended as the world decides. */
async function atWork(world: World, more: { title?: string } = {}) {
  const { repo, agentD } = world;
  const issue = await openTask(world, more);
  await say(world, issue, agentD, '/claim');
  const branch = `agent-d/${issue.number}-parser`;
  const files = { [`${issue.number}.ts`]: '1\n' };
  const head = await repo.pushFiles({ branch, from: 'epic-1/repositories', files, by: agentD });
  const base = 'epic-1/repositories';
  const pull = await repo.openPull({ title: 'Parser', head: branch, base, by: agentD, draft: true });
  await world.settle();
  return { issue, branch, head, pull };
}

/** The evidence lines of the status comment. */
function shown(world: World, issue: { readonly number: number }): readonly string[] {
  const [, evidence = ''] = sticky(world, issue).split('<summary>Evidence</summary>');
  const [own = ''] = evidence.split('</details>');
  return own.split('\n').filter((line) => line.startsWith('- '));
}

const HOME = 'https://github.com/acme/fleet';

describe('evidence that GitHub confirms', () => {
  it('is verified: commits, pull requests, runs, gates, deployments and links', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD } = world;
    const { issue, head, pull } = await atWork(world);
    const run = repo.state.runs.find(({ headSha }) => headSha === head);
    const check = await repo.setExternalAppCheck({
      app: 'scanner',
      name: 'Scan',
      sha: head,
      status: 'completed',
      conclusion: 'success',
    });
    const forged = await repo.postCheckRun({
      by: 'actions',
      name: 'Anything',
      sha: head,
      status: 'completed',
      conclusion: 'success',
    });
    const deployment = repo.createDeployment({ ref: head, environment: 'preview' });
    const targetUrl = 'https://preview.example.com/1';
    repo.deploymentStatus(deployment, { state: 'success', targetUrl });
    await world.settle();
    const said = await say(
      world,
      issue,
      agentD,
      [
        `/evidence commit ${head.slice(0, 9)} the parser itself`,
        `/evidence pr ${HOME}/pull/${pull.number}`,
        `/evidence test ${HOME}/actions/runs/${run?.id}`,
        `/evidence test ${HOME}/runs/${check.id}`,
        `/evidence build ${HOME}/runs/${forged.id}`,
        `/evidence build ${head}`,
        `/evidence deployment ${head}`,
        `/evidence citation ${HOME}/issues/${issue.number}`,
        `/evidence research ${HOME}/blob/main/README.md where it began`,
      ].join('\n'),
    );
    expect(replies(world, issue).slice(1)).toEqual([]);
    expect(reactions(said)).toEqual(['+1']);
    // The push and the pull request are handled side by side: neither comes first.
    const { rows } = await world.database.pool.query<{ fact: string }>(
      `select fact from (select type || ' ' || summary || ' (' || grade || ')' as fact from evidence) e
        order by fact collate "C"`,
    );
    const facts = rows.map(({ fact }) => fact.replaceAll(head.slice(0, 12), '<head>'));
    expect(facts).toMatchInlineSnapshot(`
      [
        "build Anything passed on <head> (observed)",
        "build compile passed on <head> (verified)",
        "build compile passed on <head>: passed (verified)",
        "citation is there on GitHub (verified)",
        "commit Change 1.ts (verified)",
        "deployment preview: success (observed)",
        "deployment preview: success (verified)",
        "pr Pull request #2: Parser (verified)",
        "research is there on GitHub: where it began (verified)",
        "test CI passed on <head> (verified)",
        "test Scan passed on <head> (verified)",
        "test security passed on <head>: passed (verified)",
        "test tests passed on <head>: passed (verified)",
      ]
    `);
    expect(shown(world, issue)).toHaveLength(5);
  });

  it('makes surer what was only seen, and is written down once', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD } = world;
    const { issue, head } = await atWork(world);
    const grade = async () => {
      const { rows } = await world.database.pool.query<{ grade: string }>(
        `select grade from evidence where type = 'commit' and ref = $1::text`,
        [head],
      );
      return rows.map((row) => row.grade);
    };
    expect(await grade()).toEqual(['observed']);
    await say(world, issue, agentD, `/evidence commit ${head}\n/evidence commit ${HOME}/commit/${head}`);
    expect(await grade()).toEqual(['verified']);
    await expect(
      world.database.pool.query("update evidence set summary = 'never said' where type = 'commit'"),
    ).rejects.toThrow('append-only');
    await expect(
      world.database.pool.query("update evidence set grade = 'claimed' where type = 'commit'"),
    ).rejects.toThrow('append-only');
  });
});

describe('evidence that nobody can confirm', () => {
  it('stays the word of its agent, and nobody opens the address', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD } = world;
    const { issue } = await atWork(world);
    const lines = [
      '/evidence test https://ci.example.com/runs/7 all green',
      '/evidence deployment https://example.com/app',
      '/evidence research http://169.254.169.254/latest',
      '/evidence research https://169.254.169.254/latest',
    ];
    const said = await say(world, issue, agentD, lines.join('\n'));
    expect(replyTo(world, said, 3)).toContain('It needs an https address');
    expect(shown(world, issue).filter((line) => line.includes('claimed'))).toMatchInlineSnapshot(`
      [
        "- research: [as its agent says](<link>) (claimed)",
        "- deployment: [as its agent says](<link>) (claimed)",
        "- test: [as its agent says: all green](<link>) (claimed)",
      ]
    `);
  });
});

describe('false evidence', () => {
  it('is refused, with what is wrong with it', async ({ newWorld }) => {
    const world = await newWorld({
      workers: false,
      decide: (job) => (job.name === 'test' ? 'failure' : 'success'),
    });
    const { repo, agentD } = world;
    const { issue, head } = await atWork(world);
    const other = await atWork(world, { title: 'Something else' });
    const strange = await repo.pushFiles({ branch: 'elsewhere', files: { 'x.ts': '1\n' } });
    const run = repo.state.runs.find(({ headSha }) => headSha === head);
    const fork = await repo.fork('sam');
    const forked = await fork.pushFiles({ branch: 'main', files: { 'y.ts': '1\n' }, by: 'sam' });
    await world.settle();
    const lines = [
      `/evidence commit ${strange}`,
      `/evidence commit ${'0'.repeat(40)}`,
      `/evidence commit https://github.com/sam/fleet/commit/${forked}`,
      `/evidence pr ${HOME}/pull/${other.pull.number}`,
      `/evidence pr ${HOME}/pull/999`,
      `/evidence test ${head}`,
      `/evidence test ${HOME}/actions/runs/${run?.id}`,
      `/evidence citation ${HOME}/issues/999`,
      `/evidence deployment ${head}`,
      `/evidence proof ${head}`,
    ];
    const before = await evidence(world, issue);
    const said = await say(world, issue, agentD, lines.slice(0, 5).join('\n'));
    await world.database.pool.query("update effects set sent_at = sent_at - interval '2 hours'");
    const more = await say(world, issue, agentD, lines.slice(5).join('\n'));
    const answers = [1, 2, 3, 4, 5].flatMap((line) => [replyTo(world, said, line)]);
    expect([...answers, ...[1, 2, 3, 4, 5].map((line) => replyTo(world, more, line))]).toMatchInlineSnapshot(`
      [
        "\`<commit>\` is not on the task's branch, nor on its epic's, so it is not this task's work and nothing was recorded. Push it first; what only a fork has does not count.",
        "GitHub knows no such thing, or does not show it to this App, so nothing was recorded. Look at the address.",
        "That proves no \`commit\`. A commit is named by its id, or by its page in this repository.",
        "#4 is for #3, not to this one, so nothing was recorded. A line \`Task: #n\` in its description links it.",
        "GitHub knows no such thing, or does not show it to this App, so nothing was recorded. Look at the address.",
        "\`tests\` did not pass, so nothing was recorded. Mend it and push.",
        "\`CI\` did not pass, so nothing was recorded. Mend it and push.",
        "GitHub knows no such thing, or does not show it to this App, so nothing was recorded. Look at the address.",
        "GitHub knows no such thing, or does not show it to this App, so nothing was recorded. Look at the address.",
        "I did not understand that. Its type is one of commit, pr, test, build, deployment, research, citation. Usage: \`/evidence <type> <url or sha> [summary]\`",
      ]
    `);
    expect(await evidence(world, issue)).toEqual(before);
  });

  it('is for the holder and maintainers to give', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentE, maintainer } = world;
    const { issue, head } = await atWork(world);
    await say(world, issue, agentE, `/evidence commit ${head}`);
    expect(replies(world, issue).at(-1)).toContain('only it or a maintainer can do that');
    const said = await say(world, issue, maintainer, '/evidence research https://example.com/paper');
    expect(reactions(said)).toEqual(['+1']);
  });
});
