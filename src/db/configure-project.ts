import type { ProjectId, Sha } from '../core/model/ids.ts';
import type { RepositoryConfig } from '../core/model/repository-config.ts';
import { run, type Sql } from './sql.ts';

/**
 * Makes `config` the project's own. The first statement locks the project's row, so two configurations never mix.
 * Epics and agents that are gone become inactive and keep their history; their tasks keep their epic.
 */
export async function configureProject(
  sql: Sql,
  project: ProjectId,
  config: RepositoryConfig,
  blob: Sha,
): Promise<void> {
  await keepConfig(sql, project, config, blob);
  await upsertEpics(sql, project, config);
  await replaceThresholds(sql, project, config);
  await addLanes(sql, project, config);
  await upsertAgents(sql, project, config);
}

async function keepConfig(sql: Sql, project: ProjectId, config: RepositoryConfig, blob: Sha): Promise<void> {
  await run(
    sql,
    `update projects set config = $2::jsonb, config_blob = $3::text, seen_blob = $3::text, config_error = null
      where id = $1::bigint`,
    [project, JSON.stringify(config), blob],
  );
}

async function upsertEpics(sql: Sql, project: ProjectId, config: RepositoryConfig): Promise<void> {
  await run(
    sql,
    `with wanted as (
       select * from jsonb_to_recordset($2::jsonb) as w (key text, title text, branch text, label text, sync jsonb)
     ), gone as (
       update epics set active = false
        where project_id = $1::bigint and active and key not in (select key from wanted)
     )
     insert into epics (project_id, key, title, branch, label, sync)
     select $1::bigint, key, title, branch, label, array(select jsonb_array_elements_text(sync)) from wanted
     on conflict (project_id, key) do update
       set title = excluded.title, branch = excluded.branch, label = excluded.label,
           sync = excluded.sync, active = true`,
    [project, JSON.stringify(config.epics)],
  );
}

async function replaceThresholds(sql: Sql, project: ProjectId, config: RepositoryConfig): Promise<void> {
  await run(
    sql,
    `delete from epic_thresholds h using epics e where e.id = h.epic_id and e.project_id = $1::bigint`,
    [project],
  );
  const thresholds = config.epics.flatMap((epic) =>
    epic.after.map((after) => ({ key: epic.key, needs: after.epic, percent: after.percent })),
  );
  await run(
    sql,
    `insert into epic_thresholds (epic_id, needs_epic, percent)
     select e.id, n.id, w.percent
       from jsonb_to_recordset($2::jsonb) as w (key text, needs text, percent numeric)
       join epics e on e.project_id = $1::bigint and e.key = w.key
       join epics n on n.project_id = $1::bigint and n.key = w.needs
     on conflict (epic_id, needs_epic) do update set percent = excluded.percent`,
    [project, JSON.stringify(thresholds)],
  );
}

/** A lane outlives its epic and its epic's change of branch: entries may still be in it. */
async function addLanes(sql: Sql, project: ProjectId, config: RepositoryConfig): Promise<void> {
  await run(
    sql,
    `insert into lanes (project_id, epic_id, branch)
     select distinct on (branch) project_id, id, branch
       from epics
      where project_id = $1::bigint and active and key = any ($2::text[])
      order by branch, id
     on conflict (project_id, branch) do update set epic_id = excluded.epic_id`,
    [project, config.epics.map((epic) => epic.key)],
  );
}

/** People who claimed for themselves are in no configuration, so its changes leave them alone. */
async function upsertAgents(sql: Sql, project: ProjectId, config: RepositoryConfig): Promise<void> {
  await run(
    sql,
    `with wanted as (
       select * from jsonb_to_recordset($2::jsonb) as w (id bigint, login text, name text, role text, "maxClaims" integer)
     ), gone as (
       update agents set active = false
        where project_id = $1::bigint and active and not person and name not in (select name from wanted)
     )
     insert into agents (project_id, name, account_id, account_login, role, max_claims)
     select $1::bigint, name, id, login, role, "maxClaims" from wanted
     on conflict (project_id, name) do update
       set account_id = excluded.account_id, account_login = excluded.account_login, role = excluded.role,
           max_claims = excluded.max_claims, active = agents.deactivated_at is null, person = false`,
    [project, JSON.stringify(config.agents)],
  );
}
