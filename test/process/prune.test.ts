import { expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { task } from '../support/know.ts';
import { replies, stickies } from '../support/see.ts';
import { it, type World } from '../support/world.ts';

/** Makes everything that the tables hold a hundred days old. */
async function age({ database }: World): Promise<void> {
  const ago = "interval '100 days'";
  await database.pool.query(
    `update deliveries set received_at = received_at - ${ago}, ended_at = ended_at - ${ago}`,
  );
  await database.pool.query(`update effects set sent_at = sent_at - ${ago}`);
  await database.pool.query('alter table activity disable trigger append_only');
  await database.pool.query(`update activity set at = at - ${ago}`);
  await database.pool.query('alter table activity enable trigger append_only');
}

async function count({ database }: World, table: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: string }>(`select count(*) as n from ${table}`);
  return Number(rows[0]?.n);
}

it('what is long over is forgotten, and what goes on is not disturbed', async ({ world }) => {
  const { repo, agentD } = world;
  const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
  await world.settle();
  repo.comment(issue, agentD, '/claim');
  await world.settle();
  const said = replies(world, issue);
  await age(world);

  await doChore(world, 'prune');

  expect(await count(world, 'deliveries')).toBe(0);
  expect(await count(world, 'activity')).toBe(0);
  repo.comment(issue, agentD, '/release');
  await world.settle();
  expect(await task(world, issue)).toMatchObject({ holder: null });
  expect(stickies(world, issue)).toHaveLength(1);
  expect(replies(world, issue)).toEqual(said);
});

it('branches of ours that were left behind go, and the one under test stays', async ({ newWorld }) => {
  const world = await newWorld({
    decide: (_job, _sha, branch) => (branch.startsWith('flotilla/') ? 'pending' : 'success'),
  });
  const { repo, agentD } = world;
  const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
  await world.settle();
  repo.comment(issue, agentD, '/claim');
  await world.settle();
  // The target moves on, so that the head's own runs are not enough.
  const branch = `agent-d/${issue.number}-parser`;
  await repo.pushFiles({ branch, from: 'epic-1/repositories', files: { 'src/a.ts': '1\n' }, by: agentD });
  await repo.pushFiles({ branch: 'epic-1/repositories', files: { 'src/b.ts': '2\n' }, by: world.maintainer });
  await repo.openPull({ title: 'Parser', head: branch, base: 'epic-1/repositories', by: agentD });
  await world.settle();
  const ours = () => repo.branches().filter((name) => name.startsWith('flotilla/'));
  const underTest = ours();
  expect(underTest).toHaveLength(1);
  for (const name of ['flotilla/candidate/999-1', 'flotilla/prep/1/1', 'flotilla/notes']) {
    await repo.pushFiles({
      branch: name,
      from: 'main',
      files: { 'x.txt': `${name}\n` },
      by: world.maintainer,
    });
  }

  await doChore(world, 'prune');

  expect(ours().sort()).toEqual([...underTest, 'flotilla/notes'].sort());
  await repo.deleteBranch('flotilla/notes', { by: world.maintainer });
});
