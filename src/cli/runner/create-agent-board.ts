import { err, ok, type Result } from '../../core/result.ts';
import { Away, type AgentBoard } from '../../ports.ts';
import { answerOf } from '../api/answer-of.ts';
import type { Api } from '../../client/connect-api.ts';
import type { components } from '../../client/api-types.ts';
import { findTask } from '../api/find-task.ts';
import { isNoAnswer } from '../api/is-no-answer.ts';
import type { Failure } from '../tell.ts';

export interface AgentBoardOptions {
  readonly api: Api;
  readonly url: string;
  readonly agent: string;
  readonly projectId: number;
  /** What the agent is good at. */
  readonly role: string | null;
}

/** That it was asked too often says nothing of a task. */
const TOO_OFTEN = 429;

/** Flotilla's API, for one agent in one project. */
export function createAgentBoard({ api, url, agent, projectId, role }: AgentBoardOptions): AgentBoard {
  const where = { projectId };

  /** Refusals are answers; that nobody answers as Flotilla does is not. */
  async function ask<Data>(asked: Promise<Result<Data, Failure>>): Promise<Result<Data, string>> {
    const answer = await asked.catch((error: unknown) => {
      if (isNoAnswer(error)) throw new Away(`${url} does not answer.`);
      throw error;
    });
    if (answer.ok) return answer;
    const { code, text, json } = answer.error;
    if (code === 2 || json?.['status'] === TOO_OFTEN) throw new Away(text);
    return err(text);
  }

  const taskOf = (issue: number) => ask(findTask({ api, where }, String(issue)));

  async function say(
    issue: number,
    command: (id: number) => Parameters<typeof answerOf>[0],
  ): Promise<Result<null, string>> {
    const task = await taskOf(issue);
    if (!task.ok) return task;
    const done = await ask(answerOf(command(task.value.id)));
    return done.ok ? ok(null) : done;
  }

  return {
    async beat() {
      const beat = await ask(answerOf(api.POST('/api/agents/heartbeat', { body: {} })));
      return beat.ok ? ok(beat.value.holds.map(({ issue }) => issue)) : beat;
    },

    async ready() {
      const query = { ...where, ...(role === null ? {} : { role }) };
      const ready = await ask(answerOf(api.GET('/api/tasks/ready/list', { params: { query } })));
      return ready.ok ? ready.value.items.map(({ issue }) => issue) : [];
    },

    claim: (issue) =>
      say(issue, (id) => api.POST('/api/tasks/{id}/claim', { params: { path: { id } }, body: {} })),

    async look(issue) {
      const task = await taskOf(issue);
      if (!task.ok) return null;
      const { id, title, status, holder } = task.value;
      const brief = await ask(answerOf(api.GET('/api/tasks/{id}/brief', { params: { path: { id } } })));
      if (!brief.ok) throw new Away(brief.error);
      const { words, push, pull } = brief.value as components['schemas']['Brief'];
      const { branch, base } = push;
      return { title, status, mine: holder?.agent === agent, words, branch, base, pull };
    },

    enqueue: (issue, sha) =>
      say(issue, (id) => api.POST('/api/tasks/{id}/merge', { params: { path: { id } }, body: { sha } })),

    prove: (issue, ref, summary) =>
      say(issue, (id) =>
        api.POST('/api/tasks/{id}/evidence', {
          params: { path: { id } },
          body: { type: 'commit', ref, summary },
        }),
      ),

    release: (issue) =>
      say(issue, (id) => api.POST('/api/tasks/{id}/release', { params: { path: { id } }, body: {} })),
  };
}
