import { describe, expect, it } from 'vitest';
import { watchGitHub, type Watchable } from './watch-github.ts';

function watched() {
  let answer: Parameters<Watchable['onAnswer']>[0] = unwatched;
  let webhook: Parameters<Watchable['onWebhook']>[0] = unwatched;
  const watch = watchGitHub({
    onAnswer: (listener) => (answer = listener),
    onWebhook: (listener) => (webhook = listener),
  });
  return { watch, answer, webhook };
}

function unwatched(): never {
  throw new Error('nobody listens');
}

const GONE = { method: 'GET', routeTemplate: '/repos/{owner}/{repo}/labels', status: 404 };

describe('watching a simulated GitHub', () => {
  it('is content with what GitHub could have said', () => {
    const { watch, answer } = watched();
    answer({
      ...GONE,
      body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
    });
    answer({ method: 'POST', routeTemplate: '/graphql', status: 200, body: { data: {} } });
    expect(watch.seen()).toBe(1);
    watch.expectNone();
  });

  it('tells of a request that the simulation could not know how to answer', () => {
    const asked = { method: 'GET', path: '/repos/acme/app/topics', route: '' };
    const watch = watchGitHub({ onAnswer: () => {}, onWebhook: () => {}, requests: [asked] });
    expect(() => watch.expectNone()).toThrow('GET /repos/acme/app/topics: / is not simulated');
  });

  it('lists what GitHub would not have said, each once', () => {
    const { watch, answer, webhook } = watched();
    answer({ ...GONE, status: 200, body: [{}, {}] });
    answer({ ...GONE, body: 'gone' });
    webhook('issues', { action: 'exploded' });
    expect(() => watch.expectNone()).toThrowErrorMatchingInlineSnapshot(`
      [Error: GitHub would not have said this:
        GET /repos/{owner}/{repo}/labels 200: /* must have required property 'id' (2 times)
        GET /repos/{owner}/{repo}/labels 200: /* must have required property 'node_id' (2 times)
        GET /repos/{owner}/{repo}/labels 200: /* must have required property 'url' (2 times)
        GET /repos/{owner}/{repo}/labels 200: /* must have required property 'name' (2 times)
        GET /repos/{owner}/{repo}/labels 200: /* must have required property 'description' (2 times)
        GET /repos/{owner}/{repo}/labels 200: /* must have required property 'color' (2 times)
        GET /repos/{owner}/{repo}/labels 200: /* must have required property 'default' (2 times)
        GET /repos/{owner}/{repo}/labels 404: / must be object
        webhook issues.exploded: / GitHub sends no issues.exploded]
    `);
    expect(watch.violations().map(({ subject }) => subject)).toEqual([
      'GET /repos/{owner}/{repo}/labels 200',
      'GET /repos/{owner}/{repo}/labels 404',
      'webhook issues.exploded',
    ]);
  });
});
