import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from '../core/model/api-token.ts';
import type { Caller } from '../core/model/caller.ts';
import type { AgentId, ProjectId } from '../core/model/ids.ts';
import type { Admission, LiveTickets } from '../ports.ts';
import { maybe, rows, type Sql } from './sql.ts';
import type { Time } from './values.ts';

const FORM = /^[A-Za-z0-9_-]{43}$/;
/** From asking for a ticket to opening a socket it is one step of a program; people need not copy it. */
const GOOD_FOR = '30 seconds';
/** What GitHub lets somebody do is asked again for each socket, so that none stays open for longer than this. */
const PERSON_MS = 300_000;

/** The operator's own token, from the settings, is no row. */
const OPERATOR = { id: 0, name: 'operator' };

interface RedeemedRow {
  readonly token_id: number | null;
  readonly session_id: number | null;
  readonly name: string | null;
  readonly scope: Scope;
  readonly project_id: ProjectId | null;
  readonly agent_id: AgentId | null;
  readonly agent: string | null;
  readonly left_ms: number;
}

/** Tickets in PostgreSQL: whichever server gave one, whichever is asked first uses it up. */
export function liveTickets(sql: Sql): LiveTickets {
  return {
    async issue(caller) {
      const text = randomBytes(32).toString('base64url');
      const row = await maybe<{ expires_at: Time }>(
        sql,
        `with gone as (delete from ws_tickets where expires_at < clock_timestamp())
         insert into ws_tickets (hash, expires_at, token_id, session_id, session_project_id, session_scope)
         select $1::bytea, clock_timestamp() + $2::interval, $3::bigint, $4::bigint, $5::bigint, $6::text
          where ($3::bigint is null or exists (select from good_tokens where id = $3::bigint))
            and ($4::bigint is null or exists (select from good_sessions where id = $4::bigint))
         returning expires_at`,
        [hashOf(text), GOOD_FOR, ...holderOf(caller)],
      );
      return row && { text, expiresAt: new Date(row.expires_at) };
    },
    async redeem(text) {
      if (!FORM.test(text)) return null;
      const row = await maybe<RedeemedRow>(
        sql,
        `with used as (delete from ws_tickets where hash = $1::bytea returning *)
         select u.token_id, u.session_id, coalesce(k.name, s.account_login) as name,
                coalesce(k.scope, u.session_scope) as scope,
                coalesce(k.project_id, u.session_project_id) as project_id,
                k.agent_id, a.name as agent, coalesce(k.left_ms, s.left_ms) as left_ms
           from used u
           left join good_tokens k on k.id = u.token_id
           left join agents a on a.id = k.agent_id
           left join good_sessions s on s.id = u.session_id
          where u.expires_at > clock_timestamp()`,
        [hashOf(text)],
      );
      return row && admissionOf(row);
    },
    async left(tokens) {
      const found = await rows<{ id: number; left_ms: number }>(
        sql,
        `select id, left_ms from good_tokens where id = any($1::bigint[])
         union all
         select -id, left_ms from good_sessions where -id = any($1::bigint[])`,
        [[...tokens]],
      );
      return new Map(found.map(({ id, left_ms }) => [id, left_ms]));
    },
  };
}

/** Token, session, and what the session may do where; of the operator's own there is neither. */
function holderOf({ token: { id }, project, scope }: Caller): readonly (number | string | null)[] {
  if (id < 0) return [null, -id, project, scope];
  return [id === OPERATOR.id ? null : id, null, null, null];
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function admissionOf(row: RedeemedRow): Admission | null {
  if (row.token_id === null && row.session_id === null)
    return { caller: { scope: 'admin', project: null, agent: null, token: OPERATOR }, goodForMs: null };
  if (row.name === null) return null;
  const agent = row.agent_id === null ? null : { id: row.agent_id, name: row.agent ?? '' };
  const token = { id: row.token_id ?? -Number(row.session_id), name: row.name };
  const goodForMs = row.session_id === null ? row.left_ms : Math.min(row.left_ms, PERSON_MS);
  return { caller: { scope: row.scope, project: row.project_id, agent, token }, goodForMs };
}
