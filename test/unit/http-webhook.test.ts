import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { latch } from '../support/latch.ts';
import { deliver, sign, startServer } from './http-support.ts';

const BODY = JSON.stringify({ action: 'created', installation: { id: 17, node_id: 'x' } });
const CAP = 25 * 1024 * 1024;

describe('POST /api/github/webhooks', () => {
  it('stores exactly the signed bytes, then acknowledges, then rings', async () => {
    const order: string[] = [];
    const { url } = await startServer({
      inbox: {
        store: async ([delivery]) => {
          order.push(`stored ${delivery?.event} ${delivery?.installationId} ${delivery?.body.toString()}`);
        },
        dead: async () => [],
        redrive: async () => false,
      },
      ring: async () => {
        order.push('rang');
      },
    });

    const answer = await deliver(url, BODY);

    expect(answer.status).toBe(202);
    await vi.waitFor(() => expect(order).toEqual([`stored issue_comment 17 ${BODY}`, 'rang']));
  });

  it('does not acknowledge before the inbox has stored', async () => {
    const gate = latch();
    const began = latch();
    const { url } = await startServer({
      inbox: {
        store: async () => {
          began.open();
          await gate.opened;
        },
        dead: async () => [],
        redrive: async () => false,
      },
    });
    let answered = false;
    const answer = deliver(url, BODY).then((response) => {
      answered = true;
      return response;
    });

    await began.opened;
    await fetch(`${url}/health`);
    expect(answered).toBe(false);
    gate.open();
    expect((await answer).status).toBe(202);
  });

  it.each([
    ['another secret', sign(BODY, 'a secret of somebody else')],
    ['another body', sign(`${BODY} `)],
    ['the old algorithm', sign(BODY).replace('sha256', 'sha1')],
    ['upper case', sign(BODY).toUpperCase()],
    ['half a signature', sign(BODY).slice(0, 39)],
    ['no signature', null],
    ['an empty signature', ''],
  ])('refuses %s with 401 and stores nothing', async (_name, signature) => {
    const { url, stored } = await startServer();

    const answer = await deliver(url, BODY, { 'x-hub-signature-256': signature });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status: 401,
      title: 'Unauthorized',
      detail: expect.any(String),
    });
    expect(stored).toEqual([]);
  });

  it('accepts either secret during rotation, and none other', async () => {
    const { url } = await startServer({ secrets: ['the new secret of ours', 'the old secret of ours'] });

    for (const secret of ['the new secret of ours', 'the old secret of ours']) {
      expect((await deliver(url, BODY, { 'x-hub-signature-256': sign(BODY, secret) })).status).toBe(202);
    }
    expect((await deliver(url, BODY, { 'x-hub-signature-256': sign(BODY, 'development') })).status).toBe(401);
  });

  it.each([
    ['x-github-event', null, 'X-GitHub-Event'],
    ['x-github-event', 'Not an event', 'X-GitHub-Event'],
    ['x-github-delivery', null, 'X-GitHub-Delivery'],
    ['x-github-delivery', 'a b', 'X-GitHub-Delivery'],
  ])('refuses %s = %j with 400 and says which header', async (name, value, mentioned) => {
    const { url, stored } = await startServer();

    const answer = await deliver(url, BODY, { [name]: value });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(mentioned) });
    expect(stored).toEqual([]);
  });

  it('stores what is no JSON: the worker says what is wrong with it', async () => {
    const { url, stored } = await startServer();
    expect((await deliver(url, '{"action":')).status).toBe(202);
    expect(stored[0]?.body.toString()).toBe('{"action":');
  });

  it('asks for application/json when the webhook sends a form', async () => {
    const { url } = await startServer();
    const answer = await deliver(url, 'payload=%7B%7D', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer.status).toBe(415);
  });

  it('refuses an empty body', async () => {
    const { url } = await startServer();
    expect((await deliver(url, '', { 'x-hub-signature-256': sign('') })).status).toBe(400);
  });

  it('takes 25 MB exactly, and not one byte more', async () => {
    const { url, stored } = await startServer();
    const largest = Buffer.alloc(CAP, ' ');

    expect((await deliver(url, largest)).status).toBe(202);
    const answer = await deliver(url, Buffer.alloc(CAP + 1, ' '));
    expect(answer.status).toBe(413);
    expect(stored.map(({ body }) => body.length)).toEqual([CAP]);
  });

  it('cuts off a body of unannounced length at the cap, unread', async () => {
    const { url, stored } = await startServer();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const chunk = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(0x100000, ' '),
      Buffer.from('\r\n'),
    ]);
    let chunks = 0;
    const send = () => {
      while (!socket.destroyed && chunks < 200) {
        chunks += 1;
        if (!socket.write(chunk)) return;
      }
    };
    // The server may close before we have written all of it, which is the point.
    socket.on('error', () => {});
    socket.on('drain', send);
    socket.resume();
    socket.write(
      'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nx-github-event: push\r\n' +
        `x-github-delivery: 1\r\nx-hub-signature-256: ${sign('')}\r\ncontent-type: application/json\r\n\r\n`,
    );
    send();
    await new Promise((resolve) => socket.once('close', resolve));

    expect(chunks).toBeLessThan(100);
    expect(stored).toEqual([]);
  });

  it('answers 503 when the inbox cannot store, so that the delivery can come again', async () => {
    const errors: string[] = [];
    const { url } = await startServer({
      inbox: {
        store: () => Promise.reject(new Error('down')),
        dead: async () => [],
        redrive: async () => false,
      },
      log: {
        debug() {},
        info() {},
        warn() {},
        error: (_data, message) => errors.push(message),
        child() {
          return this;
        },
      },
    });
    expect((await deliver(url, BODY)).status).toBe(503);
    expect(errors).toEqual(['delivery could not be stored']);
  });

  it('hands a GUID that arrives twice at once to the inbox once per statement', async () => {
    const statements: number[] = [];
    const { url } = await startServer({
      inbox: {
        store: async (deliveries) => {
          expect(new Set(deliveries.map(({ guid }) => guid)).size).toBe(deliveries.length);
          statements.push(deliveries.length);
        },
        dead: async () => [],
        redrive: async () => false,
      },
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(url, BODY)));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(statements.every((length) => length === 1)).toBe(true);
  });
});
