import { LaneLost } from '../../../src/ports.ts';

/** What both stores must say alike: ids by the order in which they were first seen, moments by their distance from now. */
export interface Answers {
  readonly of: (answer: unknown, now: number) => unknown;
}

const IDS = new Set([
  'projectId',
  'project',
  'taskId',
  'epicId',
  'agentId',
  'laneId',
  'lane',
  'pullId',
  'entryId',
  'fence',
]);
/** An object's own id says nothing that its natural key does not; what the issue said last is the twin's own affair. */
const OWN = new Set(['id', 'stillMine', 'issuePriority', 'issueEstimate']);
/** Moments within it are ours; GitHub's are years away. */
const NEAR_MS = 60 * 24 * 3_600_000;

export function createAnswers(): Answers {
  const seen = new Map<string, number>();

  function ordinal(kind: string, id: number): string {
    const key = `${kind} ${id}`;
    if (!seen.has(key))
      seen.set(key, [...seen.keys()].filter((one) => one.startsWith(`${kind} `)).length + 1);
    return `${kind} ${seen.get(key)}`;
  }

  function of(value: unknown, now: number, name = ''): unknown {
    if (value instanceof Date) return moment(value, now);
    if (Buffer.isBuffer(value)) return value.toString('hex');
    if (value instanceof Set) return [...value].map((one) => of(one, now));
    if (Array.isArray(value)) return value.map((one) => of(one, now, name));
    // The keys of what a sync asks for hold its id, and those of a task's labels the task's.
    if (typeof value === 'string' && /^sync:\d+$/.test(value))
      return ordinal('entryId', Number(value.slice(5)));
    if (typeof value === 'string' && /^labels:\d+$/.test(value))
      return ordinal('taskId', Number(value.slice(7)));
    if (typeof value === 'number' && IDS.has(name)) return ordinal(name, value);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key, one]) => !OWN.has(key) && one !== undefined)
        .map(([key, one]) => [key, of(one, now, key)] as const)
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  }

  return { of };
}

function moment(date: Date, now: number): string {
  const away = date.getTime() - now;
  // A test run takes seconds, and everything here lasts whole minutes.
  return Math.abs(away) < NEAR_MS ? `${Math.round(away / 60_000)} min from now` : date.toISOString();
}

/** The answer of a call, or that it was refused: how PostgreSQL words that is its own business. */
export async function answerOf(call: () => Promise<unknown>, why: string[]): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof LaneLost) return 'the lane is lost';
    why.push(String(error));
    return 'refused';
  }
}
