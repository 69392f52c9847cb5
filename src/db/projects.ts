import type { ProjectId, Sha } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { RepositoryConfig } from '../core/model/repository-config.ts';
import type { Reads, Tx } from '../ports.ts';
import { configureProject } from './configure-project.ts';
import { maybe, one, rows, run, type Sql } from './sql.ts';

interface ProjectRow {
  readonly id: ProjectId;
  readonly repo_id: number;
  readonly installation_id: number;
  readonly owner: string;
  readonly name: string;
  readonly default_branch: string;
  readonly state: Project['state'];
  readonly config: RepositoryConfig | null;
  readonly config_blob: Sha | null;
  readonly seen_blob: Sha | null;
  readonly config_error: string | null;
}

function toProject(row: ProjectRow): Project {
  return {
    id: row.id,
    repoId: row.repo_id,
    installationId: row.installation_id,
    owner: row.owner,
    name: row.name,
    defaultBranch: row.default_branch,
    state: row.state,
    config: row.config,
    configBlob: row.config_blob,
    seenBlob: row.seen_blob,
    configError: row.config_error,
  };
}

export function projectReads(
  sql: Sql,
): Pick<Reads, 'project' | 'projectByRepo' | 'projectsOfInstallation' | 'activeProjects'> {
  return {
    async project(project) {
      const row = await maybe<ProjectRow>(sql, 'select * from projects where id = $1::bigint', [project]);
      return row && toProject(row);
    },
    async projectByRepo(repoId) {
      const row = await maybe<ProjectRow>(sql, 'select * from projects where repo_id = $1::bigint', [repoId]);
      return row && toProject(row);
    },
    async projectsOfInstallation(installationId) {
      const found = await rows<ProjectRow>(
        sql,
        'select * from projects where installation_id = $1::bigint order by id',
        [installationId],
      );
      return found.map(toProject);
    },
    async activeProjects() {
      const found = await rows<ProjectRow>(
        sql,
        `select * from projects where state = 'active' order by id`,
        [],
      );
      return found.map(toProject);
    },
  };
}

export function projects(sql: Sql): Tx['projects'] {
  return {
    async upsert(project) {
      const row = await one<ProjectRow>(
        sql,
        `insert into projects (repo_id, installation_id, owner, name, default_branch, state)
         values ($1::bigint, $2::bigint, $3::text, $4::text, $5::text, $6::text)
         on conflict (repo_id) do update
           set installation_id = excluded.installation_id, owner = excluded.owner, name = excluded.name,
               default_branch = excluded.default_branch, state = excluded.state
         returning *`,
        [
          project.repoId,
          project.installationId,
          project.owner,
          project.name,
          project.defaultBranch,
          project.state,
        ],
        'a project could not be stored',
      );
      return toProject(row);
    },
    async setState(project, state) {
      await run(sql, 'update projects set state = $2::text where id = $1::bigint', [project, state]);
    },
    configure: (project, config, blob) => configureProject(sql, project, config, blob),
    waitingEpics: (project) =>
      rows(
        sql,
        `select e.key as epic, p.key as "on"
           from epic_thresholds h
           join epics e on e.id = h.epic_id
           join epic_progress p on p.epic_id = h.needs_epic
          where e.project_id = $1::bigint and e.active and p.done_percent < h.percent
          order by e.key, p.key`,
        [project],
      ),
    async refuseConfig(project, error, blob) {
      await run(
        sql,
        'update projects set config_error = $2::text, seen_blob = $3::text where id = $1::bigint',
        [project, error, blob],
      );
    },
  };
}
