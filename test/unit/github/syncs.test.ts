import { validate } from '@octokit/graphql-schema';
import { describe, expect, it } from 'vitest';
import type { EffectBody } from '../../../src/core/model/effect.ts';
import { APP_ID, BASE, connected, graphql, HEAD, OTHER, R, REPO, TREE, useNock } from './nock-github.ts';

const branch = (name: string, oid: string) => ({ name, target: { oid, tree: { oid: TREE } } });
const compare = { aheadBy: 2, headTarget: { oid: HEAD } };
const repository = {
  config: { oid: OTHER },
  defaultBranchRef: null,
  source: branch('epic/1', HEAD),
  target: { ...branch('epic/2', BASE), compare },
};
const wanted = { source: 'epic/1', target: 'epic/2' };

describe('what decides about a sync', () => {
  useNock();

  it('is one question that GitHub understands', async () => {
    const { github, api } = connected();
    const asked = graphql(api, {
      data: { repository: { ...repository, candidate: { target: { oid: OTHER } } } },
    });
    const facts = await github.syncFacts(REPO, { ...wanted, candidateBranch: 'flotilla/candidate/1-1' });
    expect(facts).toEqual({
      source: { sha: HEAD, tree: TREE },
      target: { sha: BASE, tree: TREE },
      candidate: OTHER,
      configBlob: OTHER,
      contained: false,
    });
    expect(validate(asked.query)).toEqual([]);
  });

  it('is asked again where the comparison is of another commit, and null where a branch is missing', async () => {
    const { github, api } = connected();
    const older = { ...compare, headTarget: { oid: OTHER } };
    graphql(api, {
      data: { repository: { ...repository, target: { ...repository.target, compare: older } } },
    });
    api.get(`${R}/compare/${HEAD}...${BASE}`).query({ per_page: 1 }).reply(200, { status: 'ahead' });
    expect(await github.syncFacts(REPO, wanted)).toMatchObject({ contained: true });
    graphql(api, { data: { repository: { ...repository, source: branch('epic/1x', HEAD) } } });
    expect(await github.syncFacts(REPO, wanted)).toMatchObject({ source: null, contained: false });
  });
});

describe('an issue', () => {
  useNock();

  const effect: EffectBody = { kind: 'issue', title: 'Bring it', body: 'By hand.', labels: ['epic:1'] };
  const body = 'By hand.\n\n<!-- flotilla:sync:7 -->';
  const first = { externalId: null, key: 'sync:7', lookFirst: false };
  const posted = { title: 'Bring it', body, labels: ['epic:1'] };

  it('is opened with its hidden marker at the end', async () => {
    const { github, api } = connected();
    api.post(`${R}/issues`, posted).reply(201, { number: 12 });
    expect(await github.perform(REPO, effect, first)).toBe(12);
    expect(await github.perform(REPO, effect, { ...first, externalId: 12 })).toBe(12);
  });

  it('is not opened again after an unknown answer, and a copied marker fools nobody', async () => {
    const { github, api } = connected();
    const query = { state: 'all', sort: 'created', direction: 'desc', per_page: 100 };
    const copied = { number: 13, body, performed_via_github_app: null };
    const own = { number: 12, body, performed_via_github_app: { id: APP_ID } };
    api.get(`${R}/issues`).query(query).reply(200, [copied, own]);
    expect(await github.perform(REPO, effect, { ...first, lookFirst: true })).toBe(12);
    api.get(`${R}/issues`).query(query).reply(200, [copied]);
    api.post(`${R}/issues`, posted).reply(201, { number: 14 });
    expect(await github.perform(REPO, effect, { ...first, lookFirst: true })).toBe(14);
  });
});
