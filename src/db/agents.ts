import type { Account } from '../core/model/actor.ts';
import type { AgentId, ProjectId } from '../core/model/ids.ts';
import type { AgentRow as Agent, Tx } from '../ports.ts';
import { maybe, one, rows, run, type Sql } from './sql.ts';

interface AgentRow {
  readonly id: AgentId;
  readonly name: string;
  readonly account_id: number;
  readonly account_login: string;
  readonly max_claims: number;
}

function toAgent(row: AgentRow): Agent {
  return {
    id: row.id,
    name: row.name,
    accountId: row.account_id,
    accountLogin: row.account_login,
    maxClaims: row.max_claims,
  };
}

export function agents(sql: Sql): Tx['agents'] {
  return {
    async byAccount(project, accountId) {
      const found = await rows<AgentRow>(
        sql,
        `select * from agents
          where project_id = $1::bigint and account_id = $2::bigint and active
          order by person, id`,
        [project, accountId],
      );
      return found.map(toAgent);
    },
    async byName(project, name) {
      const row = await maybe<AgentRow>(
        sql,
        'select * from agents where project_id = $1::bigint and name = $2::text and active',
        [project, name],
      );
      return row && toAgent(row);
    },
    ensurePerson: (project, account) => ensurePerson(sql, project, account),
    async lockHoldings(agent) {
      await one(
        sql,
        'select id from agents where id = $1::bigint for update',
        [agent],
        `there is no agent ${agent}`,
      );
      // A statement of its own: it must see what the holder of the lock before us has committed.
      const held = await rows<{ issue: number }>(
        sql,
        `select t.issue
           from assignments s join tasks t on t.id = s.task_id
          where s.agent_id = $1::bigint and s.status = 'active'
          order by t.issue`,
        [agent],
      );
      return held.map((row) => row.issue);
    },
    async deactivate(project, agent) {
      const row = await maybe<AgentRow>(
        sql,
        `update agents set active = false, deactivated_at = coalesce(deactivated_at, clock_timestamp())
          where project_id = $1::bigint and id = $2::bigint
         returning *`,
        [project, agent],
      );
      return row && toAgent(row);
    },
    async activate(project, agent, listed) {
      const row = await maybe<AgentRow>(
        sql,
        `update agents set active = person or name = any ($3::text[]), deactivated_at = null
          where project_id = $1::bigint and id = $2::bigint
         returning *`,
        [project, agent, listed],
      );
      return row && toAgent(row);
    },
    async beat(agent) {
      await run(sql, 'update agents set last_seen_at = clock_timestamp() where id = $1::bigint', [agent]);
    },
    async seen(project, accountId) {
      await run(
        sql,
        `update agents set last_seen_at = clock_timestamp()
          where project_id = $1::bigint and account_id = $2::bigint and active`,
        [project, accountId],
      );
    },
  };
}

/** Named by the login, or by login and number where an agent of somebody else has that name. */
async function ensurePerson(sql: Sql, project: ProjectId, account: Account): Promise<Agent> {
  const known = await maybe<AgentRow>(
    sql,
    `update agents set account_login = $3::text, active = deactivated_at is null
      where project_id = $1::bigint and account_id = $2::bigint and person
     returning *`,
    [project, account.id, account.login],
  );
  if (known !== null) return toAgent(known);
  const named = await addPerson(sql, project, account, account.login);
  if (named !== null) return toAgent(named);
  const numbered = await addPerson(sql, project, account, `${account.login}-${account.id}`);
  if (numbered !== null) return toAgent(numbered);
  throw new Error(`no name is left for account ${account.id}`);
}

/** Null: the name belongs to another account. */
function addPerson(sql: Sql, project: ProjectId, account: Account, name: string): Promise<AgentRow | null> {
  return maybe<AgentRow>(
    sql,
    `insert into agents (project_id, name, account_id, account_login, person)
     values ($1::bigint, $2::text, $3::bigint, $4::text, true)
     on conflict (project_id, name) do update
       set account_login = excluded.account_login, active = agents.deactivated_at is null
       where agents.account_id = excluded.account_id
     returning *`,
    [project, name, account.id, account.login],
  );
}
