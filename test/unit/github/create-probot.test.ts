import { describe, expect, it } from 'vitest';
import { createProbot } from '../../../src/github/create-probot.ts';
import type { Log } from '../../../src/ports.ts';
import { silentLog } from '../../support/silent-log.ts';
import { API, nockAnswers, PRIVATE_KEY, R, useNock } from './nock-github.ts';

const options = { appId: 77, privateKey: PRIVATE_KEY, secret: 'sixteen-characters', baseUrl: API };
const payload = {
  action: 'created',
  installation: { id: 3 },
  repository: { id: 7, name: 'fleet', full_name: 'octo/fleet', owner: { login: 'octo' } },
  issue: { number: 4 },
  comment: { id: 11, body: 'a private word' },
};

describe('Probot', () => {
  useNock();

  it('calls the handler with a client that does not repeat a write', async () => {
    const probot = createProbot({ ...options, log: silentLog });
    const answers: unknown[] = [];
    probot.on('issue_comment.created', async (context) => {
      const request = context.octokit.rest.issues.createComment({ ...context.issue(), body: 'x' });
      answers.push(await request.catch((error: unknown) => error));
    });
    nockAnswers().post(`${R}/issues/4/comments`).reply(502, { message: 'Bad gateway' });
    await receive(probot);
    expect(answers).toMatchObject([{ status: 502 }]);
  });

  it('throws what a handler throws, and logs nothing of the payload', async () => {
    const lines: string[] = [];
    const write = (data: object, message: string) => void lines.push(`${message} ${JSON.stringify(data)}`);
    const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
    const probot = createProbot({ ...options, log });
    probot.on('issue_comment', () => {
      throw new Error('a bug');
    });
    const error = await receive(probot).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ errors: [{ message: 'a bug' }] });
    expect(lines.join('\n')).toContain('a bug');
    expect(lines.join('\n')).not.toContain('a private word');
  });
});

function receive(probot: ReturnType<typeof createProbot>): Promise<void> {
  const event: object = { id: 'guid', name: 'issue_comment', payload };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the fields in use
  return probot.receive(event as Parameters<typeof probot.receive>[0]);
}
