import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessions } from '../../src/db/sessions.ts';
import type { Sessions } from '../../src/ports.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

const MONA = { id: 5, login: 'mona', isBot: false };

let fixture: Fixture;
let kept: Sessions;
beforeAll(async () => {
  fixture = await createFixture();
  kept = sessions(fixture.pool, 'a secret');
});
afterAll(() => fixture.close());

describe('a session', () => {
  it('is known by what its browser keeps, until it is ended', async () => {
    const { text, forSeconds } = await kept.create(MONA);
    expect(forSeconds).toBe(604_800);
    expect(await kept.meet(text)).toEqual({ id: expect.any(Number), account: MONA });
    expect(await kept.meet(`${text.slice(1)}A`)).toBeNull();
    expect(await kept.meet(`${text}' or true`)).toBeNull();
    expect(await sessions(fixture.pool, 'another secret').meet(text)).toBeNull();
    await kept.end(text);
    expect(await kept.meet(text)).toBeNull();
  });

  it('is over after its time, and then gone', async () => {
    const { text } = await kept.create(MONA);
    await fixture.sql(`update sessions set expires_at = clock_timestamp() where revoked_at is null`);
    expect(await kept.meet(text)).toBeNull();
    await kept.create(MONA);
    expect(await fixture.sql('select 1 from sessions where expires_at < clock_timestamp()')).toEqual([]);
  });
});

describe('a sign-in', () => {
  it('is finished by the browser that began it, once', async () => {
    const { state, browser, verifier } = await kept.begin();
    const other = await kept.begin();
    expect(await kept.finish(state, other.browser)).toBeNull();
    expect(await kept.finish(state, browser)).toBe(verifier);
    expect(await kept.finish(state, browser)).toBeNull();
  });

  it('is not finished too late', async () => {
    const { state, browser } = await kept.begin();
    await fixture.sql(`update sign_ins set expires_at = clock_timestamp()`);
    expect(await kept.finish(state, browser)).toBeNull();
    await kept.begin();
    expect(await fixture.sql('select 1 from sign_ins')).toHaveLength(1);
  });
});

describe('a link', () => {
  it('signs the operator in, once', async () => {
    const { text: link, forMinutes } = await kept.offerLink();
    expect(forMinutes).toBe(15);
    const stored = JSON.stringify(await fixture.sql('select hash::text from sign_in_links'));
    expect(stored).not.toContain(link);
    expect(stored).not.toContain(Buffer.from(link, 'base64url').toString('hex'));
    expect(await sessions(fixture.pool, 'another secret').useLink(link)).toBeNull();
    expect(await kept.useLink(`${link}' or true`)).toBeNull();
    const all = await Promise.all([1, 2, 3, 4].map(() => kept.useLink(link)));
    const [session, ...more] = all.filter((one) => one !== null);
    expect(more).toEqual([]);
    expect(session?.forSeconds).toBe(86_400);
    expect(await kept.meet(session?.text ?? '')).toEqual({ id: expect.any(Number), account: null });
    expect(await kept.useLink(link)).toBeNull();
  });

  it('is good for nothing after its time, and then gone', async () => {
    const { text } = await kept.offerLink();
    await fixture.sql('update sign_in_links set expires_at = clock_timestamp()');
    expect(await kept.useLink(text)).toBeNull();
    await kept.offerLink();
    await fixture.sql('update sign_in_links set expires_at = clock_timestamp()');
    await kept.offerLink();
    expect(await fixture.sql('select 1 from sign_in_links')).toHaveLength(1);
  });
});
