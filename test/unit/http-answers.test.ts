import { describe, expect, it } from 'vitest';
import type { Answers, KeptAnswer } from '../../src/ports.ts';
import { latch } from '../support/latch.ts';
import { startServer } from './http-support.ts';

const TOKEN = 'a token for operators';

/** A database of one key: `under_way` until it is answered. */
function oneKey() {
  let kept: { request: string; answer: KeptAnswer | null } | null = null;
  const answers: Answers = {
    async begin({ request }) {
      const text = Buffer.from(request).toString('hex');
      if (!kept) {
        kept = { request: text, answer: null };
        return { kind: 'new', fence: 1, done: null };
      }
      if (kept.request !== text) return { kind: 'other' };
      return kept.answer ? { kind: 'answered', answer: kept.answer } : { kind: 'under_way' };
    },
    async keep(_asked, _fence, answer) {
      if (kept) kept.answer = answer;
    },
    async forget() {
      kept = null;
    },
  };
  return answers;
}

async function start(redrive: (guid: string) => Promise<boolean>) {
  const inbox = { store: async () => undefined, dead: async () => [], redrive };
  const { url } = await startServer({ adminToken: TOKEN, answers: oneKey(), inbox });
  const ask = (
    path: string,
    more: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) => fetch(url + path, { ...more, headers: { authorization: `Bearer ${TOKEN}`, ...more.headers } });
  const write = (path: string, key = 'k-1') =>
    ask(path, { method: 'POST', headers: { 'idempotency-key': key } });
  return { ask, write };
}

describe('a write with an Idempotency-Key', () => {
  it('is done once, answered alike, and refused for anything else', async () => {
    const done: string[] = [];
    const { ask, write } = await start(async (guid) => done.push(guid) > 0);
    const first = await write('/api/deliveries/g-1/redrive');
    const again = await write('/api/deliveries/g-1/redrive');
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(await again.text()).toBe(await first.text());
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    const other = await write('/api/deliveries/g-2/redrive');
    expect([other.status, await other.json()]).toMatchObject([422, { status: 422 }]);
    expect(done).toEqual(['g-1']);
    expect((await write('/api/deliveries/g-3/redrive', 'two words')).status).toBe(400);
    const token = await ask('/api/tokens', {
      method: 'POST',
      headers: { 'idempotency-key': 'k-2', 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'one', scope: 'admin' }),
    });
    expect([token.status, await token.text()]).toEqual([
      400,
      expect.stringContaining('is shown once and not kept'),
    ]);
  });

  it('is not begun twice, and may be tried again once it failed', async () => {
    const begun = latch();
    const end = latch();
    let tries = 0;
    const { write } = await start(async () => {
      tries += 1;
      begun.open();
      await end.opened;
      if (tries === 1) throw new Error('the database is gone');
      return true;
    });
    const first = write('/api/deliveries/g-1/redrive');
    await begun.opened;
    const meanwhile = await write('/api/deliveries/g-1/redrive');
    expect([meanwhile.status, meanwhile.headers.get('retry-after')]).toEqual([409, '1']);
    end.open();
    expect((await first).status).toBe(500);
    expect((await write('/api/deliveries/g-1/redrive')).status).toBe(202);
    expect(tries).toBe(2);
  });
});

it('what is read carries a tag, and is not sent again to whoever has it', async () => {
  const { ask } = await start(async () => false);
  const first = await ask('/api/tasks');
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^"[\w-]{27}"$/);
  const same = await ask('/api/tasks', { headers: { 'if-none-match': `"other", W/${tag}` } });
  expect([same.status, await same.text()]).toEqual([304, '']);
  const changed = await ask('/api/tasks', { headers: { 'if-none-match': '"other"' } });
  expect([changed.status, await changed.json()]).toEqual([200, { items: [], next: null }]);
});
