import type { ApiToken } from '../model/api-token.ts';
import { columns } from './columns.ts';

/** One line per token, in columns, for a terminal. */
export function tokenTable(tokens: readonly ApiToken[], now: Date): string {
  if (tokens.length === 0)
    return 'There is no token yet. "flotilla token create --help" says how to make one.';
  return columns([HEAD, ...tokens.map((token) => columnsOf(token, now))]);
}

const HEAD = ['ID', 'NAME', 'SCOPE', 'FOR', 'STATE', 'LAST USED'];

function columnsOf(token: ApiToken, now: Date): readonly string[] {
  const { id, name, scope, project, agent, lastUsedAt } = token;
  const place = project?.repository ?? 'all repositories';
  return [
    String(id),
    name,
    scope,
    agent === null ? place : `${agent.name} in ${place}`,
    stateOf(token, now),
    lastUsedAt === null ? 'never' : minute(lastUsedAt),
  ];
}

function stateOf({ revokedAt, expiresAt }: ApiToken, now: Date): string {
  if (revokedAt !== null) return `revoked ${minute(revokedAt)}`;
  return `${expiresAt <= now ? 'over since' : 'until'} ${minute(expiresAt)}`;
}

function minute(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
