import { beforeEach, describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/core/model/api-token.ts';
import type { ProjectId } from '../../src/core/model/ids.ts';
import type { Order } from '../../src/core/commands/order.ts';
import { TOOLS } from '../../src/http/mcp/tools.ts';
import { mcpClient } from '../support/mcp-client.ts';
import { noApi } from '../support/no-api.ts';
import { laneView, taskView } from '../support/views.ts';
import { ADMIN_TOKEN, event, OTHERS, OWN, startLive, taskEvent } from './live-support.ts';

const of = (project: ProjectId | null) => [OWN, OTHERS].filter((id) => project === null || project === id);

let orders: Order[];
beforeEach(() => {
  orders = [];
});

/** A server with two projects; every command is refused, as if somebody held the task. */
const start = () =>
  startLive(
    {},
    {
      catalog: {
        ...noApi.catalog,
        taskIds: async (project) => of(project).map((id) => ({ id: taskView(id).id, issue: 4 })),
        task: async (project, id) =>
          of(project)
            .map((id) => taskView(id))
            .find((one) => one.id === id) ?? null,
        tasks: async (project) => of(project).map((id) => taskView(id)),
        lanes: async (project) => of(project).map((id) => laneView(id)),
      },
      brief: async () => ({ words: '# Write the parser' }) as never,
      heartbeat: async () => [{ issue: 4, until: new Date(0) }],
      order: async (order) => {
        orders.push(order);
        const why = { kind: 'other_holds', holder: 'agent-e', maintainers: false } as const;
        return { kind: 'refused', reply: '**agent-e** holds it.', why };
      },
    },
  );

describe.each(['auto', 'legacy'] as const)('the protocol, client of mode %s', (mode) => {
  it('says what can be called, and what is expected and answered', async () => {
    const { url } = await start();
    const { client } = await mcpClient(url, 'read', mode);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name));
    for (const { inputSchema, outputSchema, description } of tools) {
      expect([inputSchema.additionalProperties, outputSchema?.type]).toEqual([false, 'object']);
      expect(description).toMatch(/\w+\.$/);
    }
    expect(client.getInstructions()).toContain('claim_task');
  });

  it('answers a call, and a refusal in its own words', async () => {
    const { url } = await start();
    const { call } = await mcpClient(url, 'agent', mode);
    expect(await call('heartbeat')).toEqual({
      refused: false,
      words: 'You hold:\n- #4 until 1970-01-01T00:00:00.000Z',
      data: { agent: 'agent-d', holds: [{ issue: 4, until: '1970-01-01T00:00:00.000Z' }] },
    });
    expect(await call('claim_task', { issue: 4 })).toEqual({
      refused: true,
      words: '**agent-e** holds it.',
      data: { status: 403, detail: '**agent-e** holds it.', reason: 'other_holds', holder: 'agent-e' },
    });
    expect(orders).toMatchObject([{ project: OWN, thread: 4, isPull: false, text: '/claim', once: null }]);
    const said = { issue: 4, percent: 30, note: 'half' };
    await call('report_progress', said);
    expect(orders[1]).toMatchObject({ text: '/progress 30 half' });
  });

  it('shows tasks and lanes as resources, and nobody else’s', async () => {
    const { url } = await start();
    const { client } = await mcpClient(url, 'read', mode);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([`flotilla://tasks/${OWN}`, `flotilla://lanes/${OWN}`]);
    const { contents } = await client.readResource({ uri: `flotilla://tasks/${OWN}` });
    const [json, brief] = contents.map((one) => ('text' in one ? one.text : ''));
    expect(JSON.parse(json ?? '')).toMatchObject({ issue: 4, createdAt: '1970-01-01T00:00:00.000Z' });
    expect(brief).toBe('# Write the parser');
    for (const uri of ['tasks', 'lanes'].map((kind) => `flotilla://${kind}/${OTHERS}`))
      await expect(client.readResource({ uri })).rejects.toThrow(`Resource not found: ${uri}`);
    await expect(client.readResource({ uri: 'flotilla://tasks/x' })).rejects.toThrow('not found');
  });
});

describe('a tool', () => {
  const ARGUMENTS: Readonly<Record<string, object>> = {
    report_progress: { percent: 1 },
    add_evidence: { type: 'research', ref: 'https://example.com/a' },
    hand_off_task: { to: 'agent-e' },
    fail_task: { reason: 'no' },
    block_task: { reason: 'no' },
    explain: { pull: 9 },
    wait_for_event: { seconds: 0 },
  };

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s is for whose token says so, and about their own projects',
    async (name, tool) => {
      const { url } = await start();
      const about = 'issue' in tool.input.shape && name !== 'wait_for_event' ? { issue: 4 } : {};
      const said = { ...about, ...ARGUMENTS[name] };
      for (const shown of SCOPES) {
        const { call } = await mcpClient(url, shown);
        const own = await call(name, said);
        const covered = SCOPES.indexOf(shown) >= SCOPES.indexOf(tool.scope);
        expect(own.words.startsWith('This needs a token of scope'), shown).toBe(!covered);
        if (!('projectId' in tool.input.shape)) continue;
        const others = await call(name, { ...said, projectId: OTHERS });
        expect(others.data['status'], shown).toBe(covered ? 404 : 403);
      }
      expect(orders.every(({ project }) => project === OWN)).toBe(true);
    },
  );

  it('asks which project is meant where several could be', async () => {
    const { url } = await start();
    const { call } = await mcpClient(url, ADMIN_TOKEN);
    const { words } = await call('claim_task', { issue: 4 });
    expect(words).toBe('This token reaches several projects: say which, by projectId.');
    await call('claim_task', { issue: 4, projectId: OTHERS });
    expect(orders).toMatchObject([{ project: OTHERS }]);
    expect((await call('heartbeat')).data['status']).toBe(400);
  });

  it('takes nothing that is not asked for', async () => {
    const { url } = await start();
    const { call } = await mcpClient(url, 'agent');
    for (const wrong of [{}, { issue: '4' }, { issue: 4, force: true }]) {
      const { refused, words } = await call('claim_task', wrong);
      expect([refused, words.slice(0, 60)]).toEqual([
        true,
        'Input validation error: Invalid arguments for tool claim_tas',
      ]);
    }
    expect(orders).toEqual([]);
  });
});

describe('wait_for_event', () => {
  it('tells what happens while it waits, of its own projects, and goes on from there', async () => {
    const { url, commit } = await start();
    const { call } = await mcpClient(url, 'read');
    const waiting = call('wait_for_event', { kinds: ['task'], after: 0, seconds: 50 });
    commit(event(1), taskEvent(2, OTHERS));
    commit(taskEvent(3, OWN));
    const { data } = await waiting;
    expect(data).toMatchObject({ events: [{ id: 3, kind: 'task.claimed', issue: 4 }], after: 3 });
    commit(taskEvent(4, OWN));
    expect((await call('wait_for_event', { after: data['after'] })).data).toMatchObject({
      events: [{ id: 4 }],
      after: 4,
    });
  });

  it('says when nothing happened', async () => {
    const { url, commit } = await start();
    commit(event(8));
    const { call } = await mcpClient(url, 'read');
    expect(await call('wait_for_event', { seconds: 0 })).toEqual({
      refused: false,
      words: 'Nothing happened; go on with after: 8.',
      data: { events: [], after: 8 },
    });
  });

  it('tells nothing more to a token that was revoked meanwhile', async () => {
    const { url, commit, good } = await start();
    const { call } = await mcpClient(url, 'read');
    const waiting = call('wait_for_event', { after: 0, seconds: 50 });
    good.clear();
    commit(event(1));
    expect(await waiting).toMatchObject({ refused: true, data: { status: 401 } });
  });

  it('ends when the server does', async () => {
    const { url, server } = await start();
    const { call } = await mcpClient(url, 'read');
    const waiting = call('wait_for_event', { after: 0, seconds: 50 });
    // Something else is answered, so that the wait has come to the server before it closes.
    await call('wait_for_event', { after: 0, seconds: 0 });
    await server.close();
    expect((await waiting).data).toMatchObject({ events: [] });
  });
});

it('is not for pages of others, nor for who shows no token', async () => {
  const { url } = await start();
  const ask = async (headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    await answer.body?.cancel();
    return answer.status;
  };
  const authorization = 'Bearer read';
  expect(await ask({ authorization })).toBe(200);
  expect(await ask({ authorization, origin: 'https://flotilla.example.com' })).toBe(200);
  expect(await ask({ authorization, origin: 'https://evil.example' })).toBe(403);
  expect(await ask({})).toBe(401);
  const { status, headers } = await fetch(`${url}/mcp`, { headers: { authorization } });
  expect([status, headers.get('allow')]).toEqual([405, 'POST']);
});
