import type { Issue } from '../github/model.ts';
import { apiClient } from './api-client.ts';
import { replyTo, steady, type Thread } from './see.ts';
import type { World } from './world.ts';

/** What is said, by whom, where; and the same through the API. */
export interface Case {
  readonly kind: string;
  readonly by: 'agent-d' | 'agent-e' | 'mona';
  readonly on: Issue;
  /** Where the comment is written; the issue unless said otherwise. */
  readonly under?: Thread;
  readonly line: string;
  readonly body?: object;
}

export interface Seen {
  readonly kind: string;
  readonly status: number;
  readonly reason: string | undefined;
  readonly api: string;
  readonly github: string;
}

/** Says each thing in a comment and through the API, and tells what was answered here and there. */
export async function bothWays(world: World, cases: readonly Case[]): Promise<readonly Seen[]> {
  const { repo, agentD, agentE, maintainer } = world;
  const clients = {
    'agent-d': await apiClient(world, 'agent-d'),
    'agent-e': await apiClient(world, 'agent-e'),
    mona: await apiClient(world, null, 'maintain'),
  };
  const people = { 'agent-d': agentD, 'agent-e': agentE, mona: maintainer };
  const ids = await taskIds(world);
  const seen: Seen[] = [];
  // A thread is answered ten times an hour, and its readers are people.
  for (let at = 0; at < cases.length; at += 9) {
    await world.database.pool.query("update effects set sent_at = sent_at - interval '2 hours'");
    const some = cases.slice(at, at + 9);
    const comments = some.map(({ by, on, under, line }) => repo.comment(under ?? on, people[by], line));
    await world.settle();
    for (const [index, { kind, by, on, line, body }] of some.entries()) {
      const name = /\w+/.exec(line)?.[0] ?? '';
      const path = `/api/tasks/${ids.get(on.number)}/${name}`;
      const answer = await clients[by].post(path, `/api/tasks/{id}/${name}`, body);
      const comment = comments[index];
      const { status } = answer;
      const { reason, detail } = answer.body;
      const github = comment ? replyTo(world, comment) : '';
      seen.push({ kind, status, reason, api: steady(detail), github });
    }
  }
  return seen;
}

/** The numbers of tasks in the API, by their issues. */
export async function taskIds(world: World): Promise<ReadonlyMap<number, number>> {
  const { get } = await apiClient(world);
  return new Map((await get('/api/tasks')).body.items.map(({ id, issue }) => [issue, id]));
}
