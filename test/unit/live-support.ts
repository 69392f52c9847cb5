import type { ApiToken, Scope } from '../../src/core/model/api-token.ts';
import { SCOPES } from '../../src/core/model/api-token.ts';
import type { AgentId, ProjectId, TaskId } from '../../src/core/model/ids.ts';
import type { LiveEvent } from '../../src/core/model/live.ts';
import type { LiveLimits } from '../../src/http/live/live-deps.ts';
import type { ServerDeps } from '../../src/http/create-server.ts';
import type { LiveNews } from '../../src/ports.ts';
import { startServer } from './http-support.ts';

export const ADMIN_TOKEN = 'admin token of the tests';
export const OWN = 7 as ProjectId;
export const OTHERS = 8 as ProjectId;

export function event(id: number, more: Partial<LiveEvent> = {}): LiveEvent {
  return {
    id,
    projectId: OWN,
    taskId: null,
    issue: null,
    epic: null,
    kind: 'lane.paused',
    actor: 'mona',
    detail: {},
    at: new Date(0),
    ...more,
  };
}

function tokenOf(scope: Scope): ApiToken {
  return {
    id: SCOPES.indexOf(scope) + 1,
    name: scope,
    scope,
    project: { id: OWN, repository: 'acme/fleet' },
    agent: scope === 'agent' ? { id: 3 as AgentId, name: 'agent-d' } : null,
    createdAt: new Date(0),
    expiresAt: new Date(0),
    revokedAt: null,
    lastUsedAt: null,
  };
}

/**
 * A server whose log is a list. It knows one token per scope, all of project 7, and the operator's own; every ticket is
 * the name of a scope, or `operator`. Task 12 is of the own project, 13 of the other one.
 */
export async function startLive(limits: Partial<LiveLimits> = {}, more: Partial<ServerDeps> = {}) {
  const log: LiveEvent[] = [];
  let news: LiveNews | null = null;
  const good = new Map(SCOPES.map((scope) => [tokenOf(scope).id, 60_000]));
  const { server, url } = await startServer({
    ...more,
    adminToken: ADMIN_TOKEN,
    tokens: { meet: async (text) => (SCOPES.includes(text as Scope) ? tokenOf(text as Scope) : null) },
    live: {
      origins: ['https://flotilla.example.com'],
      limits,
      tickets: {
        issue: async ({ token }) => ({
          text: SCOPES[token.id - 1] ?? 'operator',
          expiresAt: new Date(0),
        }),
        async redeem(text) {
          if (text === 'operator')
            return {
              caller: { scope: 'admin', project: null, agent: null, token: { id: 0, name: 'operator' } },
              goodForMs: null,
            };
          const scope = SCOPES.find((one) => one === text);
          if (!scope) return null;
          const { id, name, agent } = tokenOf(scope);
          return {
            caller: { scope, project: OWN, agent, token: { id, name } },
            goodForMs: good.get(id) ?? 0,
          };
        },
        left: async (tokens) =>
          new Map(
            tokens.flatMap((id) => {
              const ms = good.get(id);
              return ms === undefined ? [] : [[id, ms] as const];
            }),
          ),
      },
      feed: {
        newest: async (project) => log.findLast((one) => isOf(one, project))?.id ?? 0,
        after: async (id, project, limit) =>
          log.filter((one) => one.id > id && isOf(one, project)).slice(0, limit),
        reachesBack: async (id, project) => log.some((one) => one.id === id && isOf(one, project)),
        progress: async (tasks) =>
          tasks.map((taskId) => ({
            projectId: taskId === 12 ? OWN : OTHERS,
            taskId,
            issue: 4,
            epic: '1',
            status: 'in_progress',
            percent: 40,
            verified: 10,
            agent: 'agent-d',
          })),
        hear(on) {
          news = on;
          return { hears: () => true, stop: async () => {} };
        },
      },
    },
  });
  return {
    url,
    server,
    log,
    /** For how long tokens are good; those that are missing are revoked. */
    good,
    commit: (...events: LiveEvent[]) => {
      log.push(...events);
      news?.grown();
    },
    doubt: (token: number) => news?.token(token),
  };
}

/** Something about the task of a project. */
export function taskEvent(id: number, project: ProjectId, more: Partial<LiveEvent> = {}): LiveEvent {
  const taskId = (project === OWN ? 12 : 13) as TaskId;
  return event(id, { projectId: project, taskId, issue: 4, epic: '1', kind: 'task.claimed', ...more });
}

function isOf(one: LiveEvent, project: ProjectId | null): boolean {
  return project === null || one.projectId === project;
}
