import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../src/github/create-changes.ts';
import { silentLog } from '../../support/silent-log.ts';
import { API, APP_ID, nockAnswers, PRIVATE_KEY, R, REPO, useNock } from './nock-github.ts';

const SINCE = new Date('2026-03-10T12:00:00.400Z');
const QUERY = 'since=2026-03-10T12%3A00%3A00Z&sort=updated&direction=asc&per_page=100';

function connect() {
  return createChanges({
    appId: APP_ID,
    privateKey: PRIVATE_KEY,
    baseUrl: API,
    log: silentLog,
    selfLogin: 'flotilla[bot]',
  });
}

function comment(id: number, login = 'mona', kind = 'issues') {
  return {
    id,
    body: '/claim',
    html_url: `https://github.test/octo/fleet/${kind}/7#issuecomment-${id}`,
    issue_url: `https://github.test${R}/issues/7`,
    user: { id: 5, login, type: login.endsWith('[bot]') ? 'Bot' : 'User' },
    created_at: '2026-03-10T12:00:01Z',
    updated_at: '2026-03-10T12:00:02Z',
  };
}

describe('changes', () => {
  useNock();

  it('of comments are told with their thread and their writer', async () => {
    const api = nockAnswers();
    api
      .get(`${R}/issues/comments?${QUERY}&page=1`)
      .reply(200, [comment(1), comment(2, 'flotilla[bot]', 'pull')]);
    expect(await connect().comments(REPO, SINCE)).toEqual([
      {
        id: 1,
        issue: 7,
        isPull: false,
        body: '/claim',
        author: { id: 5, login: 'mona', isBot: false },
        bySelf: false,
        createdAt: new Date('2026-03-10T12:00:01Z'),
        updatedAt: new Date('2026-03-10T12:00:02Z'),
      },
      expect.objectContaining({ id: 2, isPull: true, bySelf: true }),
    ]);
  });

  it('that are none since the last answer are that answer again', async () => {
    const api = nockAnswers();
    const changes = connect();
    api.get(`${R}/issues/comments?${QUERY}&page=1`).reply(200, [comment(1)], { etag: 'W/"one"' });
    const first = await changes.comments(REPO, SINCE);
    api
      .get(`${R}/issues/comments?${QUERY}&page=1`)
      .matchHeader('if-none-match', 'W/"one"')
      .reply(304, '', { etag: 'W/"one"' });
    expect(await changes.comments(REPO, SINCE)).toEqual(first);

    const later = QUERY.replace('12%3A00%3A00', '12%3A00%3A09');
    api
      .get(`${R}/issues/comments?${later}&page=1`)
      .matchHeader('if-none-match', (value: unknown) => value === undefined)
      .reply(200, []);
    expect(await changes.comments(REPO, new Date('2026-03-10T12:00:09Z'))).toEqual([]);
  });

  it('of more than a page are read on, and never taken for unchanged', async () => {
    const api = nockAnswers();
    const changes = connect();
    const link = `<https://github.test${R}/issues/comments?page=2>; rel="next"`;
    for (let time = 0; time < 2; time += 1) {
      api
        .get(`${R}/issues/comments?${QUERY}&page=1`)
        .matchHeader('if-none-match', (value: unknown) => value === undefined)
        .reply(200, [comment(1)], { etag: 'W/"one"', link });
      api.get(`${R}/issues/comments?${QUERY}&page=2`).reply(200, [comment(2)]);
      expect((await changes.comments(REPO, SINCE)).map(({ id }) => id)).toEqual([1, 2]);
    }
  });

  it('of pull requests are read no further back than needed', async () => {
    const api = nockAnswers();
    const link = `<https://github.test${R}/pulls?page=2>; rel="next"`;
    const pull = (number: number, updated: string) => ({
      number,
      title: 'Parser',
      state: 'open',
      head: { sha: 'a'.repeat(40), ref: 'x', repo: { id: 1 } },
      base: { ref: 'main', repo: { id: 1 } },
      user: { id: 5, login: 'mona', type: 'User' },
      updated_at: updated,
    });
    api
      .get(`${R}/pulls?state=all&sort=updated&direction=desc&per_page=100&page=1`)
      .reply(200, [pull(2, '2026-03-10T12:00:05Z'), pull(1, '2026-03-10T11:00:00Z')], { link });
    expect((await connect().pulls(REPO, SINCE)).map(({ number }) => number)).toEqual([2]);
  });

  it('name the issues that block one, again and again for nothing, and none of what is gone', async () => {
    const api = nockAnswers();
    const changes = connect();
    const list = `${R}/issues/7/dependencies/blocked_by?per_page=100&page=1`;
    const blockers = [
      { number: 3, repository_url: 'https://api.github.com/repos/Octo/fleet' },
      { number: 4, repository_url: 'https://api.github.com/repos/octo/web' },
    ];
    api.get(list).reply(200, blockers, { etag: 'W/"two"' });
    const named = [
      { repository: null, number: 3 },
      { repository: 'octo/web', number: 4 },
    ];
    expect(await changes.blockers(REPO, 7)).toEqual(named);
    api.get(list).matchHeader('if-none-match', 'W/"two"').reply(304);
    expect(await changes.blockers(REPO, 7)).toEqual(named);
    api.get(list).reply(404, { message: 'Not Found' });
    expect(await changes.blockers(REPO, 7)).toEqual([]);
  });

  it('of deployments are how each went last, and not that a later one took its place', async () => {
    const api = nockAnswers();
    const changes = connect();
    const list = `${R}/deployments?per_page=100&page=1`;
    api.get(list).reply(200, [{ id: 3, sha: 'a'.repeat(40), environment: 'preview', ref: 'x' }]);
    expect(await changes.deployments(REPO)).toEqual([{ id: 3, sha: 'a'.repeat(40), environment: 'preview' }]);
    const url = 'https://preview.example.com';
    api
      .get(`${R}/deployments/3/statuses?per_page=10`)
      .reply(200, [
        { state: 'inactive', environment_url: '' },
        { state: 'success', environment_url: '', log_url: url },
        { state: 'queued' },
      ]);
    expect(await changes.deploymentStatus(REPO, 3)).toEqual({ state: 'success', url });
    api.get(`${R}/deployments/3/statuses?per_page=10`).reply(200, []);
    expect(await changes.deploymentStatus(REPO, 3)).toBeNull();
    // Whoever installed the App did not give it the right to see them.
    api.get(list).reply(403, { message: 'Resource not accessible by integration' });
    expect(await changes.deployments(REPO)).toEqual([]);
  });

  it('tell who put labels on an issue, took them away and opened it again', async () => {
    const api = nockAnswers();
    const actor = { type: 'User', login: 'mona', databaseId: 5 };
    const nodes = [
      { kind: 'LabeledEvent', createdAt: '2026-03-10T12:00:01Z', actor, label: { name: 'hold' } },
      null,
      {
        kind: 'UnlabeledEvent',
        createdAt: '2026-03-10T12:00:02Z',
        actor: { type: 'Bot', login: 'flotilla', databaseId: 9 },
        label: { name: 'status: done' },
      },
      // Whoever it was has no account any more.
      { kind: 'ReopenedEvent', createdAt: '2026-03-10T12:00:03Z', actor: null },
    ];
    api
      .post('/api/graphql', ({ variables }: { variables: unknown }) => {
        expect(variables).toEqual({ owner: 'octo', name: 'fleet', number: 7 });
        return true;
      })
      .reply(200, { data: { repository: { issueOrPullRequest: { timelineItems: { nodes } } } } });
    const changes = connect();
    const turns = await changes.turns(REPO, 7);
    expect(turns.map(({ action, label, by, bySelf }) => [action, label, by.login, bySelf])).toEqual([
      ['labeled', 'hold', 'mona', false],
      ['unlabeled', 'status: done', 'flotilla[bot]', true],
      ['reopened', null, 'ghost', false],
    ]);
    expect(turns[0]?.at).toEqual(new Date('2026-03-10T12:00:01Z'));

    const gone = [{ type: 'NOT_FOUND', message: 'no issue', path: ['repository', 'issue'] }];
    api.post('/api/graphql').reply(200, { data: { repository: { issueOrPullRequest: null } }, errors: gone });
    expect(await changes.turns(REPO, 8)).toEqual([]);
  });

  it('tell who closed an issue, when one is closed', async () => {
    const api = nockAnswers();
    const changes = connect();
    const closed = {
      number: 7,
      closed_at: '2026-03-10T12:00:02Z',
      closed_by: { id: 9, login: 'sam', type: 'User' },
    };
    api.get(`${R}/issues/7`).reply(200, closed);
    expect(await changes.closing(REPO, 7)).toEqual({
      by: { id: 9, login: 'sam', isBot: false },
      bySelf: false,
      at: new Date('2026-03-10T12:00:02Z'),
    });
    api.get(`${R}/issues/8`).reply(200, { number: 8, closed_at: null });
    expect(await changes.closing(REPO, 8)).toBeNull();
    api.get(`${R}/issues/9`).reply(410);
    expect(await changes.closing(REPO, 9)).toBeNull();
  });
});
