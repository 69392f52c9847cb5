import { describe, expect } from 'vitest';
import { apiTokens } from '../../src/db/api-tokens.ts';
import { follow, openSocket, ticketFor, type LiveSocket } from '../support/live-client.ts';
import { openTask, say } from '../support/talk.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, it, type World } from '../support/world.ts';

describe('what happens', () => {
  it('is told on every server at once, also after one could not hear for a while', async ({ newWorld }) => {
    const world = await newWorld();
    const other = await world.startAnother({ workers: false });
    const urls = [world.app.url ?? '', other.url ?? ''];
    const issue = await openTask(world, { title: 'Write the parser' });
    const sockets = await Promise.all(urls.map((url) => follow(url, ADMIN_TOKEN)));

    await say(world, issue, world.agentD, '/claim');
    for (const socket of sockets) {
      const claimed = await kindOf(socket, 'task.claimed');
      expect(claimed).toMatchObject({ issue: issue.number, epic: '1', actor: 'agent-d' });
      expect(await socket.nth('progress_update')).toMatchObject({
        issue: issue.number,
        status: 'in_progress',
        agent: 'agent-d',
      });
    }

    const { rowCount } = await world.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query = 'listen flotilla_tokens'`,
    );
    expect(rowCount).toBe(2);
    await say(world, issue, world.agentD, '/progress 60');
    for (const socket of sockets)
      expect(await kindOf(socket, 'task.progressed')).toMatchObject({ detail: { to: 60 } });
    const [one = [], two] = sockets.map((socket) => socket.of('activity').map(({ id }) => id));
    expect(two).toEqual(one);
    expect(one).toEqual([...new Set(one)].toSorted((a, b) => a - b));
    await until(
      () => sockets.every((socket) => socket.of('progress_update').at(-1)?.percent === 60),
      'not told of 60',
    );

    world.repo.editIssue(issue, { body: '- [x] lexer\n- [x] parser\n- [x] printer\n- [ ] docs\n' });
    for (const socket of sockets)
      expect(await kindOf(socket, 'task.ticked')).toMatchObject({ detail: { done: 3, total: 4 } });
    await until(
      () => sockets.every((socket) => socket.of('progress_update').at(-1)?.verified === 75),
      'not told of what was ticked',
    );

    await other.stop();
    expect(await sockets[1]?.closed).toBe(1001);
  });

  it('opens for a ticket once, on whichever server, and ends with the token within a second', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const other = await world.startAnother({ workers: false });
    const [here, there] = [world.app.url ?? '', other.url ?? ''];
    const { id, text } = await newToken(world);
    const ticket = await ticketFor(here, text);
    const first = await openSocket(there, ticket);
    expect(await first.nth('welcome')).toMatchObject({ scope: 'read', agent: null });
    await expect(openSocket(here, ticket)).rejects.toThrow('refused: 401');
    const second = await follow(here, text);
    const operators = await follow(here, ADMIN_TOKEN);
    const spare = await ticketFor(here, text);

    const before = performance.now();
    await apiTokens(world.database.pool).revoke(id);
    expect(await Promise.all([first.closed, second.closed])).toEqual([4401, 4401]);
    expect(performance.now() - before).toBeLessThan(1_000);
    await expect(openSocket(here, spare)).rejects.toThrow('refused: 401');
    await expect(ticketFor(there, text)).rejects.toThrow('no ticket: 401');
    operators.say({ type: 'ping' });
    await operators.nth('pong');

    const brief = await newToken(world);
    const last = await follow(there, brief.text);
    await world.database.pool.query(
      `update api_tokens set expires_at = clock_timestamp() + interval '300 milliseconds' where id = $1::bigint`,
      [brief.id],
    );
    const shortened = performance.now();
    expect(await last.closed).toBe(4401);
    expect(performance.now() - shortened).toBeLessThan(1_300);
  });
});

async function newToken({ database }: World): Promise<{ id: number; text: string }> {
  const wish = { name: 'board', scope: 'read', repository: null, agent: null, days: 1 } as const;
  const made = await apiTokens(database.pool).create(wish);
  if (!made.ok) throw new Error('there is no token');
  return { id: made.value.token.id, text: made.value.text };
}

async function kindOf(socket: LiveSocket, kind: string) {
  const found = () => socket.of('activity').find((one) => one.kind === kind);
  await until(() => found() !== undefined, `not told of ${kind}: ${JSON.stringify(socket.of('activity'))}`);
  return found();
}
