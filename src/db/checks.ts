import type { Tx } from '../ports.ts';
import { run, type Sql } from './sql.ts';

/** What we were told of checks and workflow runs. A later attempt replaces an earlier one; completed stays completed. */
export function checks(sql: Sql): Tx['checks'] {
  return {
    async saveRun(project, workflowRun) {
      await run(
        sql,
        `insert into workflow_runs as known
                (project_id, run_id, attempt, workflow, event, branch, sha, status, conclusion, url)
         values ($1::bigint, $2::bigint, $3::integer, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text,
                 $10::text)
         on conflict (project_id, run_id) do update
           set attempt = excluded.attempt, workflow = excluded.workflow, event = excluded.event,
               branch = excluded.branch, sha = excluded.sha, status = excluded.status,
               conclusion = excluded.conclusion, url = excluded.url, updated_at = clock_timestamp()
           where excluded.attempt > known.attempt
              or (excluded.attempt = known.attempt
                  and (known.status <> 'completed' or excluded.status = 'completed'))`,
        [
          project,
          workflowRun.id,
          workflowRun.attempt,
          workflowRun.workflow,
          workflowRun.event,
          workflowRun.branch,
          workflowRun.sha,
          statusOf(workflowRun),
          workflowRun.conclusion,
          workflowRun.url,
        ],
      );
    },
    async saveCheck(project, check) {
      await run(
        sql,
        `insert into checks as known (project_id, sha, app_id, name, check_id, app, status, conclusion, url)
         values ($1::bigint, $2::text, $3::bigint, $4::text, $5::bigint, $6::text, $7::text, $8::text, $9::text)
         on conflict (project_id, sha, app_id, name) do update
           set check_id = excluded.check_id, app = excluded.app, status = excluded.status,
               conclusion = excluded.conclusion, url = excluded.url, updated_at = clock_timestamp()
           where excluded.check_id > known.check_id
              or (excluded.check_id = known.check_id
                  and (known.status <> 'completed' or excluded.status = 'completed'))`,
        [
          project,
          check.sha,
          check.appId,
          check.name,
          check.id,
          check.app,
          statusOf(check),
          check.conclusion,
          check.url,
        ],
      );
    },
  };
}

function statusOf(subject: { readonly completed: boolean }): 'completed' | 'in_progress' {
  return subject.completed ? 'completed' : 'in_progress';
}
