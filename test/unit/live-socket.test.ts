import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { follow, openSocket } from '../support/live-client.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, event, OWN, startLive, taskEvent } from './live-support.ts';

describe('a socket', () => {
  it('is welcomed, and told of nothing until it asks', async () => {
    const { url, log, commit } = await startLive();
    log.push(event(5));
    const live = await openSocket(url, 'agent');
    await live.nth('welcome');
    commit(event(6));
    live.say({ type: 'ping', nonce: 'n' });
    await live.nth('pong');
    expect(live.messages).toEqual([
      { type: 'welcome', at: 5, scope: 'agent', projectId: OWN, agent: 'agent-d' },
      { type: 'pong', nonce: 'n' },
    ]);
  });

  it('hears what happens, and how far the task is since', async () => {
    const { url, commit } = await startLive();
    const live = await follow(url, 'read');
    commit(taskEvent(1, OWN, { detail: { fence: 1 } }));
    await live.nth('progress_update');
    expect(live.messages.slice(2)).toEqual([
      {
        type: 'activity',
        id: 1,
        projectId: OWN,
        taskId: 12,
        issue: 4,
        epic: '1',
        kind: 'task.claimed',
        actor: 'mona',
        detail: { fence: 1 },
        at: '1970-01-01T00:00:00.000Z',
      },
      {
        type: 'progress_update',
        projectId: OWN,
        taskId: 12,
        issue: 4,
        epic: '1',
        status: 'in_progress',
        percent: 40,
        verified: 10,
        agent: 'agent-d',
      },
    ]);
  });

  it('resumes where it was, each line once and in order, while more are written', async () => {
    const { url, log, commit } = await startLive();
    for (let id = 1; id <= 1_000; id += 1) log.push(event(id));
    const live = await follow(url, 'read', { after: 3 });
    for (let id = 1_001; id <= 1_200; id += 1) commit(event(id));
    await live.nth('activity', 1_196);
    expect(live.of('activity').map(({ id }) => id)).toEqual(Array.from({ length: 1_197 }, (_, n) => n + 4));
    expect(live.of('subscribed')).toEqual([{ type: 'subscribed', after: 3, complete: true }]);
  });

  it('is told where what it asks for is not kept any more, and where nobody has come to yet', async () => {
    const { url, log } = await startLive();
    log.push(event(50), event(60));
    const live = await follow(url, 'read', { after: 20 });
    live.say({ type: 'subscribe', after: 0 });
    live.say({ type: 'subscribe', after: 900 });
    live.say({ type: 'subscribe', after: 60 });
    await live.nth('subscribed', 3);
    expect(live.of('subscribed').map(({ after, complete }) => [after, complete])).toEqual([
      [20, false],
      [0, true],
      [60, false],
      [60, true],
    ]);
  });

  it.each([
    ['kinds', { kinds: ['task.claimed', 'lane'] }, [1, 2]],
    ['a beginning that is no word', { kinds: ['tas'] }, []],
    ['an epic', { epic: '1' }, [1, 3]],
    ['a task', { taskId: 12 }, [1, 3]],
    ['a project', { projectId: OWN }, [1, 2, 3]],
  ])('is told only of what it wants: %s', async (_, filter, expected) => {
    const { url, commit } = await startLive();
    const live = await follow(url, 'read', { ...filter, progress: false });
    commit(taskEvent(1, OWN), event(2), taskEvent(3, OWN, { kind: 'task.released' }));
    const all = await follow(url, 'read', { after: 0 });
    await all.nth('activity', 2);
    live.say({ type: 'ping' });
    await live.nth('pong');
    expect(live.of('activity').map(({ id }) => id)).toEqual(expected);
    expect(live.of('progress_update')).toEqual([]);
  });

  it('follows nothing after it said so, or what it asked for last', async () => {
    const { url, commit } = await startLive();
    const live = await follow(url, 'read');
    live.say({ type: 'unsubscribe' });
    await live.nth('unsubscribed');
    commit(event(1));
    live.say({ type: 'subscribe', kinds: ['entry'] });
    await live.nth('subscribed', 1);
    commit(event(2), event(3, { kind: 'entry.landed' }));
    await live.nth('activity');
    expect(live.of('activity').map(({ id }) => id)).toEqual([3]);
  });

  it.each([
    ['no JSON', 'hello', ''],
    ['an unknown type', '{"type":"claim"}', 'type'],
    ['an unknown field', '{"type":"subscribe","task":4}', ''],
    ['a value of another type', '{"type":"subscribe","after":"3"}', 'after'],
    ['a text that is too long', JSON.stringify({ type: 'ping', nonce: 'x'.repeat(101) }), 'nonce'],
    ['a list that is too long', JSON.stringify({ type: 'subscribe', kinds: Array(51).fill('a') }), 'kinds'],
    ['what no database stores', JSON.stringify({ type: 'subscribe', epic: 'a\u0000' }), 'epic'],
  ])('refuses %s, and says what is wrong', async (_, text, path) => {
    const { url } = await startLive();
    const live = await openSocket(url, 'read');
    live.socket.send(text);
    expect(await live.nth('error')).toMatchObject({
      detail: 'This is no message that is taken here. /asyncapi.json describes all.',
      errors: [{ path }],
    });
    live.say({ type: 'ping' });
    await live.nth('pong');
  });

  it('takes no bytes, closes on what is too large, and on too much', async () => {
    const { url } = await startLive();
    const bytes = await openSocket(url, 'read');
    bytes.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    await bytes.nth('error');
    const large = await openSocket(url, 'read');
    large.socket.send('x'.repeat(17 * 1024));
    expect(await large.closed).toBe(1009);
    const many = await openSocket(url, 'read');
    for (let n = 0; n < 40; n += 1) many.say({ type: 'ping' });
    expect(await many.closed).toBe(4429);
    expect(many.of('closing')).toMatchObject([{ code: 4429 }]);
    expect(many.of('pong').length).toBeLessThanOrEqual(30);
  });
});

/** From now on no time passes for the server but what the test lets pass. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a reader that is too slow', () => {
  it('is told why and closed, keeps nobody else waiting, and holds no more than it may', async () => {
    stopTime();
    const closing = vi.spyOn(WebSocket.prototype, 'close');
    const { url, commit } = await startLive({ bufferedBytes: 100_000, stallMs: 1_000, graceMs: 600_000 });
    const slow = await follow(url, 'read', { after: 0, kinds: ['lane'] });
    const quick = await follow(url, 'maintain', { after: 0, kinds: ['entry'] });
    slow.socket.pause();
    // 120 MB: a system may itself buffer a third of that.
    const huge = { text: 'x'.repeat(200_000) };
    for (let id = 1; id <= 1_200; id += 2)
      commit(event(id, { detail: huge }), event(id + 1, { kind: 'entry.landed' }));
    await quick.nth('activity', 599);
    expect(quick.of('activity').map(({ id }) => id)).toEqual(
      Array.from({ length: 600 }, (_, n) => 2 * n + 2),
    );
    // What the system buffers goes out a little at a time, and each time its second begins anew.
    await until(() => {
      vi.advanceTimersByTime(1_000);
      return closing.mock.calls.some(([code]) => code === 4408);
    }, 'it is kept though it reads nothing');
    slow.socket.resume();
    expect(await slow.closed).toBe(4408);
    const seen = slow.of('activity').map(({ id }) => id);
    expect(seen.length).toBeLessThan(300);
    expect(seen).toEqual(seen.map((_, n) => 2 * n + 1));
    expect(slow.of('closing')).toMatchObject([{ code: 4408, after: seen.at(-1) }]);
  });

  it('is read for at its own speed while it does read, and misses nothing', async () => {
    stopTime();
    const { url, commit } = await startLive({ bufferedBytes: 100_000, stallMs: 5_000 });
    const slow = await follow(url, 'read', { after: 0 });
    slow.socket.pause();
    // 80 MB: more than any system buffers, so that the server has to wait for it.
    const large = { text: 'x'.repeat(200_000) };
    for (let id = 1; id <= 400; id += 1) commit(event(id, { detail: large }));
    commit(event(401, { kind: 'entry.landed' }));
    const quick = await follow(url, 'read', { after: 0, kinds: ['entry'] });
    await quick.nth('activity');
    slow.socket.resume();
    await slow.nth('activity', 400);
    expect(slow.of('activity').map(({ id }) => id)).toEqual(Array.from({ length: 401 }, (_, n) => n + 1));
  });
});

describe('the server', () => {
  it('cuts off who does not answer a ping', async () => {
    stopTime();
    const { url } = await startLive({ pingMs: 30_000 });
    const dead = await openSocket(url, 'read');
    const alive = await openSocket(url, 'read');
    dead.socket.pong = () => {};
    for (const nth of [0, 1]) {
      const pinged = new Promise((resolve) => alive.socket.once('ping', resolve));
      vi.advanceTimersByTime(30_000);
      await pinged;
      // Behind the answer to the ping.
      alive.say({ type: 'ping', nonce: String(nth) });
      expect(await alive.nth('pong', nth)).toEqual({ type: 'pong', nonce: String(nth) });
    }
    expect(await dead.closed).toBe(1006);
  });

  it('ends sockets whose token is over by its own clock, and takes no more than it may', async () => {
    const { url, good } = await startLive({ clients: 2 });
    good.set(1, 400);
    const brief = await openSocket(url, 'read');
    const long = await openSocket(url, 'agent');
    await expect(openSocket(url, 'agent')).rejects.toThrow('refused: 503');
    expect(await brief.closed).toBe(4401);
    await openSocket(url, 'agent');
    long.say({ type: 'ping' });
    await long.nth('pong');
  });

  it('says that it ends, and from where to resume', async () => {
    const { url, server, commit } = await startLive();
    const live = await follow(url, ADMIN_TOKEN);
    const idle = await openSocket(url, 'read');
    commit(event(9));
    await live.nth('activity');
    await idle.nth('welcome');
    await server.close();
    expect([await live.closed, await idle.closed]).toEqual([1001, 1001]);
    expect(live.of('closing')).toMatchObject([{ code: 1001, after: 9 }]);
    await expect(openSocket(url, 'read')).rejects.toThrow('ECONNREFUSED');
  });

  it('describes what is said on a socket', async () => {
    const { url } = await startLive();
    const answer = (await (await fetch(`${url}/asyncapi.json`)).json()) as {
      asyncapi: string;
      channels: { live: { messages: Record<string, { payload: unknown }> } };
    };
    expect(answer.asyncapi).toBe('3.0.0');
    expect(Object.keys(answer.channels.live.messages)).toEqual([
      'subscribe',
      'unsubscribe',
      'ping',
      'welcome',
      'subscribed',
      'unsubscribed',
      'activity',
      'progress_update',
      'pong',
      'error',
      'closing',
    ]);
  });
});
