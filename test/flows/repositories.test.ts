import { expect } from 'vitest';
import { openTask, say } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';
import { flotillaConfig, CI_WORKFLOW } from '../support/world-files.ts';

/** Another repository with the same people, and epics on branches of its own. */
async function another(world: World, owner: string, name: string, branch: string) {
  const config = flotillaConfig(world).replace('epic-1/repositories', branch);
  return world.github.createRepository({
    owner,
    name,
    files: { '.github/flotilla.yml': config, '.github/workflows/ci.yml': CI_WORKFLOW },
    collaborators: { mona: 'maintain' },
  });
}

async function lanes({ database }: World): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ lane: string }>(
    `select p.owner || '/' || p.name || ' ' || l.branch || coalesce(': ' || l.pause_reason, '') as lane
       from lanes l join projects p on p.id = l.project_id
      where l.branch not like 'epic-2/%'
      order by 1`,
  );
  return rows.map((row) => row.lane);
}

it('repositories of one installation and of others keep to themselves: tasks, lanes, rules and budgets', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const { github, repo, agentD, agentE, maintainer } = world;
  const sister = await another(world, 'acme', 'armada', 'epic-1/ships');
  const foreign = await another(world, 'other', 'solo', 'epic-1/alone');
  github.addToInstallation(world.installation, sister);
  const installed = github.install(foreign);
  await world.settle();

  const issue = await openTask(world);
  const labels = ['epic:1'];
  const [inSister, inForeign] = [sister, foreign].map((one) => one.openIssue({ title: 'Theirs', labels }));
  if (!inSister || !inForeign) throw new Error('no issues');
  // All three have the same number.
  expect([issue.number, inSister.number, inForeign.number]).toEqual([1, 1, 1]);
  await say(world, issue, agentD, '/claim');
  sister.comment(inSister, agentE, '/claim');
  foreign.comment(inForeign, maintainer, '/estimate 5h');
  await world.settle();
  const shown = (one: typeof repo) =>
    one
      .issue(1)
      .labels.map(({ name }) => name)
      .sort();
  expect([shown(repo), shown(sister), shown(foreign)]).toEqual([
    ['agent: agent-d', 'epic:1', 'status: in_progress'],
    ['agent: agent-e', 'epic:1', 'status: in_progress'],
    ['epic:1', 'estimate: 5h', 'status: pending'],
  ]);

  await say(world, issue, maintainer, '/lane pause a release');
  expect(await lanes(world)).toEqual([
    'acme/armada epic-1/ships',
    'acme/fleet epic-1/repositories: a release',
    'other/solo epic-1/alone',
  ]);

  const broken = { '.github/flotilla.yml': 'epics: 7\n' };
  await sister.pushFiles({ branch: 'main', files: broken, by: maintainer });
  await world.settle();
  const { rows } = await world.database.pool.query(
    "select name, config_error is not null as broken, config ->> 'epics' like '%ships%' as ships from projects order by name",
  );
  expect(rows).toEqual([
    { name: 'armada', broken: true, ships: true },
    { name: 'fleet', broken: false, ships: false },
    { name: 'solo', broken: false, ships: false },
  ]);

  const budgets = await world.database.pool.query<{ id: number }>(
    'select installation_id::integer as id from api_budgets order by 1',
  );
  const ids = [world.installation.id, installed.id].sort((one, other) => one - other);
  expect(budgets.rows.map(({ id }) => id)).toEqual(ids);

  // One that is suspended keeps nobody else from work.
  github.suspend(world.installation);
  foreign.comment(inForeign, agentD, '/claim');
  await world.settle();
  expect(shown(foreign)).toEqual(['agent: agent-d', 'epic:1', 'estimate: 5h', 'status: in_progress']);
});
