import { beforeEach, describe, expect, it } from 'vitest';
import { TASK_FORMS } from '../../src/cli/board/task-forms.ts';
import type { Order } from '../../src/core/commands/order.ts';
import type { EntryId, ProjectId } from '../../src/core/model/ids.ts';
import { noApi } from '../support/no-api.ts';
import { commandLine } from '../support/command-line.ts';
import { agentView, laneView, taskView } from '../support/views.ts';
import { startServer } from './http-support.ts';

const ADMIN_TOKEN = 'admin token of the tests';
const PROJECTS = [7, 8] as ProjectId[];
const reached = (project: ProjectId | null) => PROJECTS.filter((id) => project === null || id === project);

const taskOf = (project: ProjectId) => taskView(project, { held: true, pull: 9 });
const standing = { id: 1 as EntryId, pull: 9, sync: null, state: 'testing', held: false, place: 1 } as const;
const laneOf = (project: ProjectId) =>
  laneView(project, {
    ...(project === 7 ? { paused: 'CI is down' } : { draining: true }),
    landed: 3,
    ejected: 1,
    entries: [standing],
  });
const agentOf = (project: ProjectId) => agentView(project, { active: project === 7 });

let orders: Order[];
beforeEach(() => {
  orders = [];
});

/** A server with two repositories, each with an issue 4, and a command line that asks it. */
async function start(env: Readonly<Record<string, string>> = {}) {
  const { url } = await startServer({
    ...noApi,
    adminToken: ADMIN_TOKEN,
    catalog: {
      ...noApi.catalog,
      projects: async (project) =>
        reached(project).map((id) => ({ id, repository: `acme/${id}`, state: 'active', configError: null })),
      tasks: async (project, { issue }) =>
        reached(project)
          .map(taskOf)
          .filter((task) => issue === null || task.issue === issue),
      task: async (_, id) => taskOf(id as ProjectId),
      lanes: async (project) => reached(project).map(laneOf),
      agents: async (project) => reached(project).map(agentOf),
      agent: async (_, id) => agentOf(id as ProjectId),
    },
    deactivate: async () => [4],
    order: async (order) => {
      orders.push(order);
      return { kind: 'done', reply: `heard ${order.text}` };
    },
    operations: {
      ...noApi.operations,
      deliveries: async ({ state }) => [
        {
          guid: 'g-1',
          event: 'push',
          state: state ?? 'handled',
          attempts: 2,
          error: null,
          receivedAt: new Date(0),
          endedAt: null,
        },
      ],
    },
  });
  const settings = { FLOTILLA_URL: url, FLOTILLA_TOKEN: ADMIN_TOKEN, ...env };
  return commandLine(settings);
}

describe('a command about a task', () => {
  const WORDS: Readonly<Record<string, readonly [words: string, comment: string]>> = {
    assign: ['agent-e', '/assign agent-e'],
    progress: ['40 half of it', '/progress 40 half of it'],
    estimate: ['8h', '/estimate 8.00'],
    priority: ['high', '/priority high'],
    depends: ['#5 #6', '/depends #5 #6'],
    undepends: ['#5', '/undepends #5'],
    block: ['no key yet', '/block no key yet'],
    evidence: ['research https://example.com/a read it', '/evidence research https://example.com/a read it'],
    extend: ['2h', '/extend 2h'],
    handoff: ['@sam', '/handoff @sam'],
    fail: ['cannot be', '/fail cannot be'],
    merge: ['abcdef1', '/merge abcdef1'],
  };

  it.each(TASK_FORMS.map(({ name }) => name))('says what its comment says: %s', async (name) => {
    const flotilla = await start();
    const [words = '', comment = `/${name}`] = WORDS[name] ?? [];
    const said = await flotilla(name, '#4', ...words.split(' ').filter(Boolean), '--repo', 'ACME/7');
    expect(said).toEqual({ code: 0, out: `heard ${comment}`, err: '' });
    expect(orders).toMatchObject([{ project: 7, text: comment }]);
  });

  it('says what is wrong, in words and for programs, and asks nothing', async () => {
    const flotilla = await start();
    expect(await flotilla('claim', 'four')).toEqual({
      code: 1,
      out: '',
      err: 'A task is named by the number of its issue, as 14, not by "four".',
    });
    expect((await flotilla('claim', '5', '--repo', 'acme/7')).err).toBe(
      'Issue #5 is no task here. "flotilla tasks" shows those there are.',
    );
    expect((await flotilla('claim', '4')).err).toBe(
      'Several repositories have a task #4: say which, by --repo.',
    );
    expect((await flotilla('claim', '4', '--repo', 'acme/9')).err).toBe(
      'There is no repository acme/9 that this token reaches.',
    );
    const wrong = await flotilla('progress', '4', 'most', '--repo', 'acme/7', '--json');
    expect([wrong.code, JSON.parse(wrong.out)]).toMatchObject([1, { ok: false, status: 400 }]);
    expect(orders).toEqual([]);
  });
});

it.each([
  ['--issue', 'fourteen', '--issue is the number of an issue, as 14, not "fourteen".'],
  ['--issue', '0', '--issue is the number of an issue, as 14, not "0".'],
  ['--tasks', '0', '--tasks is a whole number from 1 to 9999, not "0".'],
  ['--time', 'long', '--time is a duration as 90s, 45m or 2h, not "long".'],
])('a runner with %s %s says what it needs, and runs nothing', async (option, value, sentence) => {
  const flotilla = await start();
  const said = await flotilla('agent', 'run', '--name', 'agent-d', option, value, '--', 'true');
  expect(said).toEqual({ code: 1, out: '', err: sentence });
});

describe('nobody could be asked', () => {
  it.each([
    [{ FLOTILLA_TOKEN: '' }, 'FLOTILLA_TOKEN is not set. "flotilla token create" makes a token.'],
    [{ FLOTILLA_URL: 'here' }, 'FLOTILLA_URL is no address: "here".'],
    [
      { FLOTILLA_URL: 'http://127.0.0.1:1' },
      'http://127.0.0.1:1 does not answer. FLOTILLA_URL says where Flotilla runs.',
    ],
    [{ FLOTILLA_TOKEN: 'flt_old' }, 'This needs a token. Send one that is still good'],
  ])('%j', async (env, text) => {
    const flotilla = await start(env);
    const { code, err } = await flotilla('tasks');
    expect([code, err.slice(0, text.length)]).toEqual([2, text]);
  });
});

describe('a list', () => {
  it('is in columns, or in one line of JSON', async () => {
    const flotilla = await start();
    expect((await flotilla('tasks', '--repo', 'acme/7')).out).toBe(
      'TASK  STATUS            DONE  HOLDER  EPIC  TITLE\n#4    pending, on hold  0 %           1     Write the parser',
    );
    expect((await flotilla('lane', 'list')).out.split('\n')).toEqual([
      'LANE    STATE               LANDED  EJECTED  IN IT',
      'epic-7  paused: CI is down  3       1        #9 testing',
      'epic-8  draining            3       1        #9 testing',
    ]);
    expect((await flotilla('agent', 'list')).out.split('\n')).toEqual([
      'AGENT    ROLE  HEALTH          HOLDS   LAST SEEN',
      'agent-d        healthy         1 of 2  1970-01-01 00:00',
      'agent-d        out of service  1 of 2  1970-01-01 00:00',
    ]);
    expect((await flotilla('deliveries', 'list', '--state', 'dead')).out).toMatch(/^g-1 +push +dead +2 /m);
    expect((await flotilla('deliveries', 'gaps')).out).toBe(
      'GitHub’s log of deliveries was not yet read to its end.',
    );
    expect(JSON.parse((await flotilla('tasks', '--json')).out)).toMatchObject({
      ok: true,
      tasks: [{ issue: 4 }, { issue: 4 }],
    });
    expect((await flotilla('tasks', '--ready', '--repo', 'acme/7')).out).toBe('Nothing may be claimed now.');
  });
});

describe('steering', () => {
  it('names lanes by branch and agents by name', async () => {
    const flotilla = await start();
    expect((await flotilla('lane', 'pause', 'epic-7', 'CI', 'is', 'down')).out).toBe(
      'heard /lane pause CI is down',
    );
    expect((await flotilla('lane', 'resume', 'epic-8')).out).toBe('heard /lane resume');
    expect((await flotilla('lane', 'drain', 'epic-9')).err).toBe(
      'There is no lane epic-9. "flotilla lane list" shows them.',
    );
    expect((await flotilla('agent', 'deactivate', 'agent-d', 'no sign', '--repo', 'acme/7')).out).toBe(
      'agent-d is out of service. Free again: #4.',
    );
    expect((await flotilla('agent', 'activate', 'agent-d')).err).toBe(
      'Several repositories have an agent agent-d: say which, by --repo.',
    );
    expect((await flotilla('deliveries', 'redrive', 'g-9')).code).toBe(1);
  });
});
