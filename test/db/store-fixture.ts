import type { Pool } from 'pg';
import type { AgentId, LaneId, ProjectId, PullId, TaskId } from '../../src/core/model/ids.ts';
import { sha } from '../../src/core/model/ids.ts';
import type { Entry } from '../../src/core/model/lane.ts';
import type { Project } from '../../src/core/model/project.ts';
import type { Pull, PullSnapshot } from '../../src/core/model/pull.ts';
import type { RepositoryConfig } from '../../src/core/model/repository-config.ts';
import type { Task } from '../../src/core/model/task.ts';
import { createPool } from '../../src/db/pool.ts';
import { createStore } from '../../src/db/create-store.ts';
import type { Bell, NewEntry, Store, TaskFromIssue } from '../../src/ports.ts';
import { createDatabase } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';

/** A store on an empty database, with everything a test needs to arrange its facts. */
export interface Fixture {
  readonly pool: Pool;
  readonly store: Store;
  /** What was rung, in order. */
  readonly bells: Bell[];
  project(overrides?: Partial<Project>): Promise<Project>;
  /** A project whose configuration is in effect. */
  configured(config?: Partial<RepositoryConfig>): Promise<Project>;
  task(project: ProjectId, issue: number, overrides?: Partial<TaskFromIssue>): Promise<Task>;
  agent(project: ProjectId, name: string): Promise<AgentId>;
  pull(project: ProjectId, number: number, overrides?: Partial<PullSnapshot>, task?: TaskId): Promise<Pull>;
  lane(project: ProjectId, branch?: string): Promise<LaneId>;
  entry(lane: LaneId, pull: PullId, overrides?: Partial<NewEntry>): Promise<Entry>;
  /** Ages or breaks rows. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A git object id that is easy to read: `c` repeated. */
export function fakeSha(digit: string): ReturnType<typeof sha> {
  return sha(digit.repeat(40));
}

export const CONFIG: RepositoryConfig = {
  epics: [
    { key: 'one', title: 'First', branch: 'epic-1/first', label: 'epic:one', after: [], sync: [] },
    {
      key: 'two',
      title: 'Second',
      branch: 'epic-2/second',
      label: 'epic:two',
      after: [{ epic: 'one', percent: 50 }],
      sync: [],
    },
  ],
  gates: [
    { kind: 'workflow', name: 'tests', workflow: 'ci.yml', job: 'test*', evidence: 'test', skipped: 'fail' },
  ],
  merge: { auto: true, timeoutMs: 3_600_000, retries: 1, protect: ['.github/**'], allowForks: false },
  agents: [
    { id: 101, login: 'agent-a[bot]', name: 'agent-a', role: null, maxClaims: 2 },
    { id: 102, login: 'agent-b[bot]', name: 'agent-b', role: 'backend', maxClaims: 1 },
  ],
  claims: { leaseMs: 3_600_000, warnMs: 600_000 },
  commands: { claim: 'writer' },
};

export async function createFixture(): Promise<Fixture> {
  const database = await createDatabase();
  const pool = createPool(database.url, { log: silentLog, max: 20 });
  const bells: Bell[] = [];
  const store = createStore(pool, {
    log: silentLog,
    ring: async (bell) => {
      bells.push(bell);
    },
  });
  let repoId = 1_000;

  async function project(overrides: Partial<Project> = {}): Promise<Project> {
    repoId += 1;
    return store.transaction((tx) =>
      tx.projects.upsert({
        repoId,
        installationId: 7,
        owner: 'octo',
        name: `repo-${repoId}`,
        defaultBranch: 'main',
        state: 'active',
        ...overrides,
      }),
    );
  }

  return {
    pool,
    store,
    bells,
    project,
    async configured(config = {}) {
      const made = await project();
      await store.transaction((tx) => tx.projects.configure(made.id, { ...CONFIG, ...config }, fakeSha('c')));
      return must(await store.read.project(made.id));
    },
    task: (projectId, issue, overrides = {}) =>
      store.transaction(async (tx) => {
        const { task } = await tx.tasks.upsert({
          projectId,
          issue,
          title: `Task ${issue}`,
          epicId: await tx.tasks.epicByLabels(projectId, ['epic:one']),
          priority: 50,
          estimateHours: null,
          checklist: { done: 0, total: 0 },
          labels: [],
          paths: [],
          parentIssue: null,
          snapshotAt: new Date('2026-01-01T00:00:00Z'),
          ...overrides,
        });
        return task;
      }),
    agent: (projectId, name) =>
      store.transaction(async (tx) => must(await tx.agents.byName(projectId, name)).id),
    pull: (projectId, number, overrides = {}, task) =>
      store.transaction(async (tx) => {
        const { pull } = await tx.pulls.upsert(projectId, snapshot(number, overrides));
        if (task === undefined) return pull;
        await tx.pulls.link(pull.id, task);
        return { ...pull, taskId: task };
      }),
    lane: async (projectId, branch = 'epic-1/first') =>
      must(await store.read.laneByBranch(projectId, branch)).id,
    entry: (lane, pull, overrides = {}) =>
      store.transaction(async (tx) =>
        must(
          await tx.entries.add({
            laneId: lane,
            pullId: pull,
            head: fakeSha('a'),
            state: 'queued',
            requester: { id: 101, login: 'agent-a[bot]', isBot: true, how: 'auto' },
            priority: 50,
            ...overrides,
          }),
        ),
      ),
    async sql(text, values = []) {
      const result = await pool.query<Record<string, unknown>>(text, [...values]);
      return result.rows;
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

export function snapshot(number: number, overrides: Partial<PullSnapshot> = {}): PullSnapshot {
  return {
    number,
    title: `Pull ${number}`,
    body: '',
    state: 'open',
    draft: false,
    head: fakeSha('a'),
    headRef: `agent-a/${number}`,
    baseRef: 'epic-1/first',
    fork: false,
    author: { id: 101, login: 'agent-a[bot]', isBot: true },
    updatedAt: new Date('2026-01-01T00:00:00Z'),
    ...overrides,
  };
}

/** For facts that the test itself arranged. */
export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('the test expected something here');
  return value;
}
