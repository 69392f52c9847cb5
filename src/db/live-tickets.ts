import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from '../core/model/api-token.ts';
import type { AgentId, ProjectId } from '../core/model/ids.ts';
import type { Admission, LiveTickets } from '../ports.ts';
import { maybe, rows, type Sql } from './sql.ts';
import type { Time } from './values.ts';

const FORM = /^[A-Za-z0-9_-]{43}$/;
/** From asking for a ticket to opening a socket it is one step of a program; people need not copy it. */
const GOOD_FOR = '30 seconds';

/** The operator's own token, from the settings, is no row. */
const OPERATOR = { id: 0, name: 'operator' };

interface RedeemedRow {
  readonly token_id: number | null;
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
    async issue({ token: { id } }) {
      const token = id === OPERATOR.id ? null : id;
      const text = randomBytes(32).toString('base64url');
      const row = await maybe<{ expires_at: Time }>(
        sql,
        `with gone as (delete from ws_tickets where expires_at < clock_timestamp())
         insert into ws_tickets (hash, token_id, expires_at)
         select $1::bytea, $2::bigint, clock_timestamp() + $3::interval
          where $2::bigint is null or exists (select from good_tokens where id = $2::bigint)
         returning expires_at`,
        [hashOf(text), token, GOOD_FOR],
      );
      return row && { text, expiresAt: new Date(row.expires_at) };
    },
    async redeem(text) {
      if (!FORM.test(text)) return null;
      const row = await maybe<RedeemedRow>(
        sql,
        `with used as (delete from ws_tickets where hash = $1::bytea returning token_id, expires_at)
         select u.token_id, k.name, k.scope, k.project_id, k.agent_id, a.name as agent, k.left_ms
           from used u
           left join good_tokens k on k.id = u.token_id
           left join agents a on a.id = k.agent_id
          where u.expires_at > clock_timestamp()`,
        [hashOf(text)],
      );
      return row && admissionOf(row);
    },
    async left(tokens) {
      const found = await rows<{ id: number; left_ms: number }>(
        sql,
        'select id, left_ms from good_tokens where id = any($1::bigint[])',
        [[...tokens]],
      );
      return new Map(found.map(({ id, left_ms }) => [id, left_ms]));
    },
  };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function admissionOf(row: RedeemedRow): Admission | null {
  if (row.token_id === null)
    return { caller: { scope: 'admin', project: null, agent: null, token: OPERATOR }, goodForMs: null };
  if (row.name === null) return null;
  const agent = row.agent_id === null ? null : { id: row.agent_id, name: row.agent ?? '' };
  const token = { id: row.token_id, name: row.name };
  return { caller: { scope: row.scope, project: row.project_id, agent, token }, goodForMs: row.left_ms };
}
