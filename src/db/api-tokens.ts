import { createHash, randomBytes } from 'node:crypto';
import type { ApiToken, Scope, TokenRefusal, TokenWish } from '../core/model/api-token.ts';
import type { AgentId, ProjectId } from '../core/model/ids.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ApiTokens } from '../ports.ts';
import { findRepository } from './find-repository.ts';
import { maybe, one, rows, run, type Sql } from './sql.ts';
import { dateOrNull, type Time } from './values.ts';

/** Lets scanners of leaked secrets know one. */
const PREFIX = 'flt_';
const FORM = /^flt_[A-Za-z0-9_-]{43}$/;

interface TokenRow {
  readonly id: number;
  readonly name: string;
  readonly scope: Scope;
  readonly project_id: ProjectId | null;
  readonly repository: string | null;
  readonly agent_id: AgentId | null;
  readonly agent: string | null;
  readonly created_at: Time;
  readonly expires_at: Time;
  readonly revoked_at: Time | null;
  readonly last_used_at: Time | null;
}

const TOKENS = `
select k.*, p.owner || '/' || p.name as repository, a.name as agent
  from api_tokens k
  left join projects p on p.id = k.project_id
  left join agents a on a.id = k.agent_id`;

export function apiTokens(sql: Sql): ApiTokens {
  return {
    async create(wish) {
      const place = await placeOf(sql, wish);
      if (!place.ok) return place;
      const text = PREFIX + randomBytes(32).toString('base64url');
      const { id } = await one<{ id: number }>(
        sql,
        `insert into api_tokens (name, hash, scope, project_id, agent_id, expires_at)
         values ($1::text, $2::bytea, $3::text, $4::bigint, $5::bigint,
                 clock_timestamp() + $6::integer * interval '1 day')
         returning id`,
        [wish.name, hashOf(text), wish.scope, place.value.project, place.value.agent, wish.days],
        'a token vanished while it was stored',
      );
      const row = await one<TokenRow>(sql, `${TOKENS} where k.id = $1::bigint`, [id], 'a token vanished');
      return ok({ token: toToken(row), text });
    },
    async list() {
      return (await rows<TokenRow>(sql, `${TOKENS} order by k.id desc`, [])).map(toToken);
    },
    async revoke(id) {
      const touched = await run(
        sql,
        'update api_tokens set revoked_at = clock_timestamp() where id = $1::bigint and revoked_at is null',
        [id],
      );
      return touched > 0;
    },
    async meet(text) {
      if (!FORM.test(text)) return null;
      const row = await maybe<TokenRow & { stale: boolean }>(
        sql,
        `select s.*, coalesce(s.last_used_at < clock_timestamp() - interval '1 minute', true) as stale
           from (${TOKENS} where k.hash = $1::bytea) s
          where s.revoked_at is null and s.expires_at > clock_timestamp()`,
        [hashOf(text)],
      );
      if (!row) return null;
      if (row.stale)
        await run(sql, 'update api_tokens set last_used_at = clock_timestamp() where id = $1::bigint', [
          row.id,
        ]);
      return toToken(row);
    },
  };
}

/** What a token may be used for at this moment; null: nothing any more. */
export async function tokenScope(sql: Sql, id: number): Promise<Scope | null> {
  const row = await maybe<{ scope: Scope }>(
    sql,
    `select scope from api_tokens
      where id = $1::bigint and revoked_at is null and expires_at > clock_timestamp()`,
    [id],
  );
  return row?.scope ?? null;
}

/** A token has 256 random bits: no salt or slow hash is needed to keep it from being guessed. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

interface Place {
  readonly project: ProjectId | null;
  readonly agent: AgentId | null;
}

async function placeOf(
  sql: Sql,
  { scope, repository, agent }: TokenWish,
): Promise<Result<Place, TokenRefusal>> {
  if (scope !== 'agent' && agent !== null) return err({ kind: 'no_agent_wanted', scope });
  if (scope === 'admin' && repository === null) return ok({ project: null, agent: null });
  const found = await findRepository(sql, repository, 'installed');
  if (!found.ok) {
    const { error } = found;
    return err(error.kind === 'several' ? { kind: 'needs_repository', scope, known: error.known } : error);
  }
  if (scope !== 'agent') return ok({ project: found.value.id, agent: null });
  return agentOf(sql, found.value, agent);
}

async function agentOf(
  sql: Sql,
  project: { readonly id: ProjectId; readonly name: string },
  named: string | null,
): Promise<Result<Place, TokenRefusal>> {
  const agents = await rows<{ id: AgentId; name: string }>(
    sql,
    'select id, name from agents where project_id = $1::bigint and active and not person order by name',
    [project.id],
  );
  const known = agents.map(({ name }) => name);
  if (named === null) return err({ kind: 'needs_agent', known });
  const agent = agents.find(({ name }) => name === named);
  if (!agent) return err({ kind: 'unknown_agent', named, repository: project.name, known });
  return ok({ project: project.id, agent: agent.id });
}

function toToken(row: TokenRow): ApiToken {
  const { project_id: project, agent_id: agent } = row;
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    project: project === null ? null : { id: project, repository: row.repository ?? '' },
    agent: agent === null ? null : { id: agent, name: row.agent ?? '' },
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    revokedAt: dateOrNull(row.revoked_at),
    lastUsedAt: dateOrNull(row.last_used_at),
  };
}
