import { validate } from '@octokit/graphql-schema';
import { describe, expect, it } from 'vitest';
import type { CheckOutput, EffectBody } from '../../../src/core/model/effect.ts';
import { GitHubRefused } from '../../../src/ports.ts';
import { APP_ID, connected, graphql, HEAD, R, REPO, useNock } from './nock-github.ts';

const first = { externalId: null, key: 'claim:4:1', lookFirst: false };
const again = { ...first, lookFirst: true };
const MARKER = '<!-- flotilla:claim:4:1 -->';
const mine = { performed_via_github_app: { id: APP_ID } };

describe('a comment', () => {
  useNock();

  const comment: EffectBody = { kind: 'comment', issue: 4, body: 'It is yours.' };
  const body = `It is yours.\n\n${MARKER}`;

  it('is posted with its hidden marker at the end', async () => {
    const { github, api } = connected();
    api.post(`${R}/issues/4/comments`, { body }).reply(201, { id: 11 });
    expect(await github.perform(REPO, comment, first)).toBe(11);
  });

  it('is not posted again after an unknown answer, and a copied marker fools nobody', async () => {
    const { github, api } = connected();
    const list = [
      { id: 10, body, performed_via_github_app: null },
      { id: 11, body, ...mine },
      { id: 12, body: `${body} quoted`, ...mine },
    ];
    api.get(`${R}/issues/4/comments`).query({ per_page: 100 }).reply(200, list);
    expect(await github.perform(REPO, comment, again)).toBe(11);
    api.get(`${R}/issues/4/comments`).query({ per_page: 100 }).reply(200, list.slice(0, 1));
    api.post(`${R}/issues/4/comments`, { body }).reply(201, { id: 13 });
    expect(await github.perform(REPO, comment, again)).toBe(13);
  });

  it('fits into what GitHub takes, marker included', async () => {
    const { github, api } = connected();
    const fits = ({ body }: { body: string }) => body.length === 65_536 && body.endsWith(MARKER);
    api.post(`${R}/issues/4/comments`, fits).reply(201, { id: 11 });
    const long = { ...comment, body: 'x'.repeat(70_000) };
    expect(await github.perform(REPO, long, first)).toBe(11);
  });

  it('cannot be closed early by its key', async () => {
    const { github, api } = connected();
    const safe = ({ body }: { body: string }) => body.endsWith('<!-- flotilla:a%2D%2D%3Eb -->');
    api.post(`${R}/issues/4/comments`, safe).reply(201, { id: 11 });
    expect(await github.perform(REPO, comment, { ...first, key: 'a-->b' })).toBe(11);
  });
});

describe('the comment that is kept', () => {
  useNock();

  const sticky: EffectBody = { kind: 'sticky', issue: 4, body: 'Status', state: 'pending' };
  const body = `Status\n\n${MARKER}`;

  it('is edited where it is known, and made anew when somebody deleted it', async () => {
    const { github, api } = connected();
    api.patch(`${R}/issues/comments/11`, { body }).reply(200, { id: 11 });
    expect(await github.perform(REPO, sticky, { ...again, externalId: 11 })).toBe(11);
    api.patch(`${R}/issues/comments/11`).reply(404, { message: 'Not Found' });
    api.post(`${R}/issues/4/comments`, { body }).reply(201, { id: 12 });
    expect(await github.perform(REPO, sticky, { ...first, externalId: 11 })).toBe(12);
  });

  it('is not made anew twice when the answer to that was lost', async () => {
    const { github, api } = connected();
    api.patch(`${R}/issues/comments/11`).times(2).reply(404, { message: 'Not Found' });
    const list = [11, 12].map((id) => ({ id, body, ...mine }));
    api.get(`${R}/issues/4/comments`).query({ per_page: 100 }).reply(200, list);
    expect(await github.perform(REPO, sticky, { ...again, externalId: 11 })).toBe(12);
    // A replica may still show the one that is gone.
    api.get(`${R}/issues/4/comments`).query({ per_page: 100 }).reply(200, list.slice(0, 1));
    api.post(`${R}/issues/4/comments`, { body }).reply(201, { id: 13 });
    expect(await github.perform(REPO, sticky, { ...again, externalId: 11 })).toBe(13);
  });

  it('is found by its marker after an unknown answer, and edited only when it differs', async () => {
    const { github, api } = connected();
    api
      .get(`${R}/issues/4/comments`)
      .query({ per_page: 100 })
      .reply(200, [{ id: 11, body, ...mine }]);
    expect(await github.perform(REPO, sticky, again)).toBe(11);
    api
      .get(`${R}/issues/4/comments`)
      .query({ per_page: 100 })
      .reply(200, [{ id: 11, body: `Old\n\n${MARKER}`, ...mine }]);
    api.patch(`${R}/issues/comments/11`, { body }).reply(200, { id: 11 });
    expect(await github.perform(REPO, sticky, again)).toBe(11);
  });
});

describe('a reaction', () => {
  useNock();

  it('is sent, and forgotten with its comment', async () => {
    const { github, api } = connected();
    const reaction: EffectBody = { kind: 'reaction', commentId: 11, content: '+1' };
    api.post(`${R}/issues/comments/11/reactions`, { content: '+1' }).reply(200, { id: 5 });
    expect(await github.perform(REPO, reaction, again)).toBe(5);
    api.post(`${R}/issues/comments/11/reactions`).reply(404, { message: 'Not Found' });
    expect(await github.perform(REPO, reaction, first)).toBeNull();
  });
});

describe('labels', () => {
  useNock();

  const effect: EffectBody = {
    kind: 'labels',
    issue: 4,
    want: ['status:done', 'agent:d'],
    manage: ['status:', 'agent:'],
    close: true,
  };
  const found = (labels: readonly object[], state = 'OPEN', made: object = {}) => ({
    data: {
      repository: {
        issue: { id: 'I_4', state, labels: { nodes: labels } },
        label0: { id: 'L_done', name: 'status:done' },
        label1: { id: 'L_d', name: 'agent:d' },
        ...made,
      },
    },
  });
  const done = { id: 'L_done', name: 'status:done' };
  const agent = { id: 'L_d', name: 'agent:d' };
  const changed = { data: { addLabelsToLabelable: null } };

  it('change in two requests, and leave other families alone', async () => {
    const { github, api } = connected();
    const others = [{ id: 'L_r', name: 'status:review' }, { id: 'L_e', name: 'epic:1' }, agent];
    const look = graphql(api, found(others));
    const change = graphql(api, changed);
    expect(await github.perform(REPO, effect, first)).toBeNull();
    expect(look.variables).toEqual({
      owner: 'octo',
      name: 'fleet',
      number: 4,
      name0: 'status:done',
      name1: 'agent:d',
    });
    expect(change.variables).toEqual({ issue: 'I_4', add: ['L_done'], remove: ['L_r'] });
    expect(change.query).toMatch(/closeIssue\(input: \{ issueId: \$issue, stateReason: COMPLETED \}\)/);
    expect([...validate(look.query), ...validate(change.query)]).toEqual([]);
  });

  it('change nothing where all is well', async () => {
    const { github, api } = connected();
    graphql(api, found([done, agent], 'CLOSED'));
    expect(await github.perform(REPO, effect, again)).toBeNull();
  });

  it('are made when the repository lacks one', async () => {
    const { github, api } = connected();
    graphql(api, found([done], 'CLOSED', { label1: null }));
    api.post(`${R}/labels`, { name: 'agent:d', color: 'ededed' }).reply(201, { node_id: 'L_new' });
    const change = graphql(api, changed);
    await github.perform(REPO, effect, first);
    expect(change.variables).toEqual({ issue: 'I_4', add: ['L_new'] });
    expect(change.query).not.toMatch(/closeIssue|removeLabels/);
  });

  it('that say something else go, and what is said in another spelling stays', async () => {
    const { github, api } = connected();
    const said = (...names: readonly string[]) =>
      found(
        names.map((name) => ({ id: `L_${name}`, name })),
        'OPEN',
        { label0: { id: 'L_new', name: 'estimate: 8h' }, label1: undefined },
      );
    const wanted: EffectBody = {
      kind: 'labels',
      issue: 4,
      want: ['estimate: 8h'],
      manage: [],
      instead: 'estimate',
      close: false,
    };
    graphql(api, said('2d', 'estimate: 4h', 'priority: 8', 'epic:1'));
    const change = graphql(api, changed);
    await github.perform(REPO, wanted, first);
    expect(change.variables).toEqual({ issue: 'I_4', add: ['L_new'], remove: ['L_2d', 'L_estimate: 4h'] });

    graphql(api, said('1d', '3h'));
    const less = graphql(api, changed);
    await github.perform(REPO, wanted, first);
    expect(less.variables).toEqual({ issue: 'I_4', remove: ['L_3h'] });
    expect([...validate(change.query), ...validate(less.query)]).toEqual([]);
  });

  it('of a missing issue, or without the right, are refused', async () => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { issue: null } }, errors: [{ type: 'NOT_FOUND', message: 'no' }] });
    await expect(github.perform(REPO, effect, first)).rejects.toMatchObject({ status: 404 });
    graphql(api, found([]));
    graphql(api, { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] });
    const error = await github.perform(REPO, effect, first).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GitHubRefused);
    expect(error).toMatchObject({ status: 403 });
  });

  it('of the configuration are created where they are missing', async () => {
    const { github, api } = connected();
    await github.ensureLabels(REPO, []);
    api
      .get(`${R}/labels`)
      .query({ per_page: 100 })
      .reply(200, [{ name: 'Status:Done' }]);
    api
      .post(`${R}/labels`, { name: 'hold', color: 'ff0000', description: 'Kept out' })
      .reply(422, { message: 'Validation Failed', errors: [{ code: 'already_exists' }] });
    const wanted = [
      { name: 'status:done', color: '00ff00', description: 'Landed' },
      { name: 'hold', color: '#ff0000', description: 'Kept out' },
    ];
    await expect(github.ensureLabels(REPO, wanted)).resolves.toBeUndefined();
  });
});

describe('a check', () => {
  useNock();

  const check: CheckOutput = {
    name: 'Flotilla',
    sha: HEAD,
    status: 'in_progress',
    conclusion: null,
    title: 'Second in line',
    summary: 'All gates passed.',
    actions: [{ label: 'Dequeue', description: 'Leave the lane', identifier: 'dequeue' }],
  };
  const effect: EffectBody = { kind: 'check', check };
  const done: EffectBody = {
    kind: 'check',
    check: { ...check, status: 'completed', conclusion: 'success' },
  };
  const output = { title: 'Second in line', summary: 'All gates passed.' };
  const state = { status: 'in_progress', output, actions: check.actions };

  it('is made under its key, and then updated', async () => {
    const { github, api } = connected();
    const made = { name: 'Flotilla', head_sha: HEAD, external_id: 'claim:4:1', ...state };
    api.post(`${R}/check-runs`, made).reply(201, { id: 21 });
    expect(await github.perform(REPO, effect, first)).toBe(21);
    api
      .patch(`${R}/check-runs/21`, { ...state, status: 'completed', conclusion: 'success' })
      .reply(200, { id: 21, status: 'completed', conclusion: 'success' });
    expect(await github.perform(REPO, done, { ...first, externalId: 21 })).toBe(21);
  });

  it('is looked for after an unknown answer', async () => {
    const { github, api } = connected();
    const own = { id: 21, external_id: 'claim:4:1', app: { id: APP_ID } };
    api
      .get(`${R}/commits/${HEAD}/check-runs`)
      .query({ check_name: 'Flotilla', app_id: APP_ID, filter: 'all', per_page: 100 })
      .reply(200, {
        check_runs: [own, { ...own, id: 22, external_id: '' }, { ...own, id: 23, app: { id: 1 } }],
      });
    api.patch(`${R}/check-runs/21`).reply(200, { id: 21, status: 'in_progress', conclusion: null });
    expect(await github.perform(REPO, effect, again)).toBe(21);
  });

  it.each([
    [200, { status: 'completed', conclusion: 'failure' }],
    [200, { status: 'in_progress', conclusion: 'failure' }],
    [404, { message: 'Not Found' }],
    [422, { message: 'Invalid request' }],
  ])('that GitHub does not reopen (%i %j) is made anew', async (status, answer) => {
    const { github, api } = connected();
    api.patch(`${R}/check-runs/21`).reply(status, answer);
    api.post(`${R}/check-runs`).reply(201, { id: 22 });
    expect(await github.perform(REPO, effect, { ...first, externalId: 21 })).toBe(22);
  });

  it('that is refused as it stands is refused', async () => {
    const { github, api } = connected();
    api.patch(`${R}/check-runs/21`).reply(422, { message: 'Invalid request' });
    await expect(github.perform(REPO, done, { ...first, externalId: 21 })).rejects.toBeInstanceOf(
      GitHubRefused,
    );
  });
});
