import { expect, it } from 'vitest';
import { SCOPES, type Scope } from '../../src/core/model/api-token.ts';
import { ClientMessage } from '../../src/http/live/messages.ts';
import { openSocket, ticketFor, type LiveSocket } from '../support/live-client.ts';
import { ADMIN_TOKEN, OTHERS, OWN, startLive, taskEvent } from './live-support.ts';

const WHO = [...SCOPES, 'operator'] as const;
type Who = (typeof WHO)[number];

const tokenOf = (who: Who): string => (who === 'operator' ? ADMIN_TOKEN : who);
const reachesOthers = (who: Who): boolean => who === 'operator';

/** Every way to say each message about a project; one that names none concerns all that the token reaches. */
const SAID: Readonly<Record<ClientMessage['type'], (project: number) => readonly object[]>> = {
  subscribe: (project) => [
    {},
    { projectId: project },
    { taskId: project === OWN ? 12 : 13 },
    { epic: '1' },
    { kinds: ['task'] },
    { after: 0 },
    { after: 0, projectId: project },
  ],
  unsubscribe: () => [{}],
  ping: () => [{}],
};

it('knows every message that there is', () => {
  expect(Object.keys(SAID)).toEqual(ClientMessage.options.map((option) => option.shape.type.value));
});

it.each(WHO)('nothing that a token of scope %s says shows it what it must not know of', async (who) => {
  const { url, commit, log } = await startLive();
  log.push(taskEvent(1, OWN), taskEvent(2, OTHERS));
  let id = 2;
  const wrong: string[] = [];
  for (const type of Object.keys(SAID) as ClientMessage['type'][]) {
    for (const project of [OWN, OTHERS]) {
      for (const fields of SAID[type](project)) {
        const live = await openSocket(url, await ticketFor(url, tokenOf(who)));
        live.say({ type, ...fields });
        live.say({ type: 'ping', nonce: 'said' });
        await pong(live, 'said');
        commit(taskEvent(++id, OTHERS), taskEvent(++id, OWN));
        const follows = live.of('subscribed').length > 0;
        const named = 'projectId' in fields ? project : 'taskId' in fields ? project : null;
        const mayKnow = (one: number) => one === OWN || reachesOthers(who);
        const hears = (one: number) => follows && mayKnow(one) && (named === null || named === one);
        if (hears(OWN)) await about(live, OWN);
        if (hears(OTHERS)) await about(live, OTHERS);
        live.say({ type: 'ping', nonce: 'heard' });
        await pong(live, 'heard');
        for (const one of [OWN, OTHERS])
          if (!hears(one) && told(live, one))
            wrong.push(`${type} ${JSON.stringify(fields)} told of project ${one}`);
        // What names another one's project is refused; what names none is not.
        const refused = type === 'subscribe' && 'projectId' in fields && !mayKnow(project);
        if (refused !== live.of('error').length > 0)
          wrong.push(`${type} ${JSON.stringify(fields)}: ${JSON.stringify(live.of('error'))}`);
        const [welcome] = live.of('welcome');
        // Not even how much happens elsewhere.
        if (
          welcome === undefined ||
          (welcome.at > 2 &&
            log.find((one) => one.id === welcome.at)?.projectId === OTHERS &&
            !reachesOthers(who))
        )
          wrong.push(`welcomed with ${JSON.stringify(welcome)}`);
        live.socket.terminate();
      }
    }
  }
  expect(wrong).toEqual([]);
});

it('lets nobody in without a ticket that is good, and gives tickets to whoever may read', async () => {
  const { url } = await startLive();
  const open = (ticket: string) =>
    openSocket(url, ticket).then(
      () => 'open',
      (error: Error) => error.message,
    );
  expect(await open('')).toBe('refused: 401');
  expect(await open('nobody')).toBe('refused: 401');
  // A token is no ticket.
  expect(await open(encodeURIComponent(ADMIN_TOKEN))).toBe('refused: 401');
  for (const shown of [undefined, 'Bearer unknown'] as const) {
    const headers = shown === undefined ? {} : { authorization: shown };
    const answer = await fetch(`${url}/api/ws-tickets`, { method: 'POST', headers });
    expect(answer.status).toBe(401);
  }
  for (const who of WHO) expect(await ticketFor(url, tokenOf(who))).toBe(who);
  const plain = await fetch(`${url}/ws?ticket=read`);
  expect([plain.status, plain.headers.get('upgrade')]).toEqual([426, 'websocket']);
  expect(await open('read')).toBe('open');
});

it('looks where a page comes from, before it takes a ticket', async () => {
  const { url } = await startLive();
  const open = (origin: string) =>
    openSocket(url, 'read', { origin }).then(
      () => 'open',
      (error: Error) => error.message,
    );
  expect(await open('https://flotilla.example.com')).toBe('open');
  expect(await open(url)).toBe('open');
  expect(await open('https://evil.example.com')).toBe('refused: 403');
  expect(await open('null')).toBe('refused: 403');
  expect(await open('https://flotilla.example.com.evil.example')).toBe('refused: 403');
});

it.each(SCOPES)('a socket of a token of scope %s ends with it', async (scope: Scope) => {
  const { url, good, doubt } = await startLive();
  const token = SCOPES.indexOf(scope) + 1;
  const live = await openSocket(url, scope);
  const other = await openSocket(url, SCOPES[token % SCOPES.length] ?? 'read');
  await live.nth('welcome');
  good.delete(token);
  doubt(token);
  expect(await live.closed).toBe(4401);
  expect(live.of('closing')).toMatchObject([{ code: 4401, after: null }]);
  other.say({ type: 'ping' });
  await other.nth('pong');
});

async function pong(live: LiveSocket, nonce: string): Promise<void> {
  for (let nth = 0; (await live.nth('pong', nth)).nonce !== nonce; nth += 1);
}

async function about(live: LiveSocket, project: number): Promise<void> {
  for (let nth = 0; (await live.nth('activity', nth)).projectId !== project; nth += 1);
}

function told(live: LiveSocket, project: number): boolean {
  return [...live.of('activity'), ...live.of('progress_update')].some((one) => one.projectId === project);
}
