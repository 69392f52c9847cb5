import type { Pool } from 'pg';
import { mustGit } from '../../github/git/run-git.ts';
import type { SimulatedGitHub } from '../../github/start-github.ts';
import { brokenPromises } from '../../support/broken-promises.ts';
import { ejections } from '../load/bot-words.ts';
import { epicBranch, EPICS } from '../load/fleet-config.ts';
import type { Fleet } from '../load/fleet.ts';
import { askDatabase } from './ask-database.ts';

export interface Recount {
  readonly violations: readonly string[];
  /** Merges on the epic branches, counted in git. */
  readonly landings: number;
}

/** What became of one repository, from git, from what CI said and from what people see; the tables have to agree. */
export async function recountFleet(fleet: Fleet, pool: Pool, github: SimulatedGitHub): Promise<Recount> {
  const { repo, witness } = fleet;
  const broken = await brokenPromises({ repo, witness, github, database: { pool } });
  const history = await Promise.all(EPICS.map((key) => mergesOn(fleet, epicBranch(key))));
  const merges = history.flat();
  const heads = merges.flatMap((merge) => merge.heads);
  const landed = [...repo.state.issues.values()].filter(({ pull }) => pull?.mergedAt);
  const lost = landed.filter(({ pull }) => !heads.includes(pull?.headSha ?? '')).map(({ number }) => number);
  const twice = heads.filter((head, at) => heads.indexOf(head) !== at);
  const moved = new Set(witness.moves.map(({ after }) => after));
  const strange = merges.filter(({ sha }) => !moved.has(sha)).map(({ sha }) => sha);
  const own = [
    ...(lost.length > 0 ? [`merged, and not on their branch: #${lost.join(', #')}`] : []),
    ...(twice.length > 0 ? [`heads on a branch more than once: ${twice.join(', ')}`] : []),
    ...(strange.length > 0 ? [`merges that Flotilla was not seen to make: ${strange.join(', ')}`] : []),
    ...(merges.length === moved.size ? [] : [`${moved.size} landings, of which ${merges.length} are in git`]),
    ...(await unfinished(fleet, pool)),
    ...(await doubleHolders(pool, repo.id)),
  ];
  return {
    violations: [...broken, ...own].map((what) => `${repo.fullName}: ${what}`),
    landings: merges.length,
  };
}

/** The merges in the first-parent history of a branch. */
async function mergesOn(
  { repo, from }: Fleet,
  branch: string,
): Promise<readonly { readonly sha: string; readonly heads: readonly string[] }[]> {
  const range = [`^${from}`, `refs/heads/${branch}`];
  const text = await mustGit(repo.state.git.dir, ['log', '--first-parent', '--format=%H %P', ...range]);
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .filter((shas) => shas.length > 2)
    .map(([sha = '', , ...heads]) => ({ sha, heads }));
}

/** Every pull request has ended: landed, or out of its lane with a reason that its author can read. */
async function unfinished({ repo, tasks }: Fleet, pool: Pool): Promise<readonly string[]> {
  const pulls = [...repo.state.issues.values()].filter(({ pull }) => pull);
  const open = pulls.filter(({ state, pull }) => state === 'open' && !pull?.mergedAt);
  const silent = pulls.filter(({ number, pull }) => !pull?.mergedAt && ejections(repo, number).length === 0);
  const closed = pulls.filter(({ pull }) => pull?.mergedAt).length;
  const done = tasks.filter(({ issue }) => issue.state === 'closed').length;
  const known = await Promise.all(open.map(async ({ number }) => whatIsKnown(pool, repo.id, number)));
  return [
    ...open.map(({ number }, at) => `#${number} neither landed nor was given up: ${known[at] ?? ''}`),
    ...silent.map(({ number }) => `#${number} did not land, and nobody said why`),
    ...(closed === done ? [] : [`${closed} pull requests landed, ${done} issues are closed`]),
  ];
}

/** Why it stands where it stands, for whoever has to find out. */
async function whatIsKnown(pool: Pool, repository: number, number: number): Promise<string> {
  const rows = await askDatabase<{ known: unknown }>(
    pool,
    `select jsonb_build_object(
              'project', p.state, 'pull', r.state, 'draft', r.draft, 'task', t.status, 'lookAt', r.look_at,
              'judgedAt', to_timestamp((r.judgement ->> 'at')::bigint / 1000.0),
              'head', left(r.head_sha, 7), 'judged', left(r.judgement ->> 'head', 7),
              'problems', r.judgement -> 'problems',
              'gates', (select jsonb_agg(v ->> 'state') from jsonb_array_elements(r.judgement -> 'verdicts') v),
              'holder', (select a.name from assignments s join agents a on a.id = s.agent_id
                          where s.task_id = t.id and s.status = 'active'),
              'paused', (select l.pause_reason from lanes l where l.project_id = p.id and l.branch = r.base_ref),
              'entries', (select jsonb_agg(jsonb_build_object('state', e.state, 'head', left(e.head_sha, 7),
                                                              'held', e.held, 'reason', e.reason) order by e.id)
                            from merge_entries e where e.pull_id = r.id)) as known
       from projects p
       left join pull_requests r on r.project_id = p.id and r.number = $2::integer
       left join tasks t on t.id = r.task_id
      where p.repo_id = $1::bigint`,
    [repository, number],
  );
  return JSON.stringify(rows[0]?.known ?? 'its project is not known');
}

/** I7: at most one hold for each task at a time; the reply says so too, so it would show as two claims that were granted. */
async function doubleHolders(pool: Pool, repository: number): Promise<readonly string[]> {
  const rows = await askDatabase<{ issue: number }>(
    pool,
    `select t.issue
       from assignments a join tasks t on t.id = a.task_id join projects p on p.id = t.project_id
      where p.repo_id = $1::bigint and a.status = 'active'
      group by t.id having count(*) > 1`,
    [repository],
  );
  return rows.map(({ issue }) => `#${issue} has two holders`);
}
