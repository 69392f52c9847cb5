import { fine, hint, wrong, type Finding } from './diagnosis.ts';
import type { RedisAnswer } from './facts.ts';

/** BullMQ refuses an older one. */
const OLDEST = [5, 0, 0];
/** And warns of an older one than this. */
const ADVISED = [6, 2, 0];

/** Whether Redis is there, new enough, and keeps what it was given. */
export function judgeRedis(answer: RedisAnswer): readonly Finding[] {
  if (answer.kind === 'away') {
    return [
      wrong(
        'redis',
        `Redis at ${answer.place} does not answer (${answer.why}).`,
        'Start it, or correct REDIS_URL. Without REDIS_URL the queue lives in PostgreSQL.',
      ),
    ];
  }
  return [version(answer.version), ...policy(answer.policy), ...log(answer.appendOnly)];
}

function version(text: string): Finding {
  const upgrade = 'Upgrade it, or unset REDIS_URL: then the queue lives in PostgreSQL.';
  if (isOlder(text, OLDEST))
    return wrong(
      'redis_version',
      `It is Redis ${text}; the queue needs ${OLDEST.join('.')} or newer.`,
      upgrade,
    );
  if (isOlder(text, ADVISED))
    return hint('redis_version', `It is Redis ${text}; ${ADVISED.join('.')} or newer is advised.`, upgrade);
  return fine('redis', `Redis ${text} answers.`);
}

function policy(text: string | null): readonly Finding[] {
  if (text === null) return [];
  if (text === 'noeviction') return [fine('redis_policy', 'It evicts nothing.')];
  return [
    wrong(
      'redis_policy',
      `Its maxmemory-policy is "${text}": short of memory, it would throw away jobs.`,
      'Set it to noeviction: "redis-cli CONFIG SET maxmemory-policy noeviction", and the same in redis.conf.',
    ),
  ];
}

function log(on: boolean | null): readonly Finding[] {
  if (on === null) return [];
  if (on) return [fine('redis_log', 'It keeps an append-only file.')];
  return [
    hint(
      'redis_log',
      'It keeps no append-only file. A restart loses what rings, which costs seconds, since workers look by themselves.',
      'To lose nothing at all: "redis-cli CONFIG SET appendonly yes", and the same in redis.conf.',
    ),
  ];
}

function isOlder(text: string, than: readonly number[]): boolean {
  const parts = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, wanted] of than.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}
