import { describe, expect, it } from 'vitest';
import type { AppFacts, BranchFacts, HookFacts, RulesetFacts, WorkflowFacts } from './facts.ts';
import { judgeBranch } from './judge-branch.ts';
import { judgeDatabase } from './judge-database.ts';
import { judgeRedis } from './judge-redis.ts';
import { judgeWebhook, whereToKnock } from './judge-webhook.ts';
import { judgeWorkflow } from './judge-workflow.ts';
import { listensTo } from './listens-to.ts';
import { missingRights } from './missing-rights.ts';
import type { Finding } from './diagnosis.ts';

const told = (findings: readonly Finding[]) => findings.map(({ level, code }) => `${level} ${code}`);

describe('whether CI listens to a candidate', () => {
  const candidate = 'flotilla/candidate/12-1';

  it.each<[readonly string[] | null, readonly string[], boolean]>([
    [null, [], true],
    [['**'], [], true],
    [['*'], [], false],
    [['flotilla/**'], [], true],
    [['flotilla/*/*'], [], true],
    [['flotilla/*'], [], false],
    [['flotilla/candidate/[0-9]+-1'], [], true],
    [['main', 'epic-*/**'], [], false],
    [['**', '!flotilla/**'], [], false],
    [['**', '!flotilla/**', 'flotilla/candidate/**'], [], true],
    [['!flotilla/candidate/**'], [], false],
    [['flotilla.candidate/**'], [], false],
    [null, ['flotilla/**'], false],
    [null, ['flotilla/prep/**'], true],
    [['[', '(', '**'], [], true],
    [[], [], false],
  ])('with branches %j and without %j: %s', (only, except, listens) => {
    expect(listensTo({ only, except, paths: false }, candidate)).toBe(listens);
  });
});

describe('a workflow that gates wait for', () => {
  const gate = (job: string) =>
    ({
      kind: 'workflow',
      name: 'tests',
      workflow: 'ci.yml',
      job,
      evidence: 'test',
      skipped: 'fail',
    }) as const;
  const push = { only: ['**', '!flotilla/prep/**'], except: [], paths: false };
  const judge = (workflow: WorkflowFacts, job = 'test') =>
    told(judgeWorkflow('ci.yml', { kind: 'read', workflow }, [gate(job)]));
  const jobs = [{ name: 'test', computed: false, matrix: false }];

  it.each<[string, WorkflowFacts['jobs'][number], readonly string[]]>([
    ['test', { name: 'test', computed: false, matrix: false }, ['ok ci_candidates']],
    ['test*', { name: 'test', computed: false, matrix: true }, ['ok ci_candidates']],
    ['test (20)', { name: 'test', computed: false, matrix: true }, ['ok ci_candidates']],
    ['test', { name: 'test', computed: false, matrix: true }, ['wrong gate_job']],
    ['tests', { name: 'test', computed: false, matrix: false }, ['wrong gate_job']],
    ['unit / test', { name: 'unit', computed: true, matrix: false }, ['ok ci_candidates']],
  ])('for the job %j has %j', (job, there, expected) => {
    expect(judge({ push, jobs: [there] }, job)).toEqual(expected);
  });

  it('must listen to pushes, to all of them, and better not to preparations', () => {
    expect(judge({ push: null, jobs })).toEqual(['wrong ci_candidates']);
    expect(judge({ push: { ...push, paths: true }, jobs })).toEqual(['wrong ci_candidates']);
    expect(judge({ push: { ...push, only: null }, jobs })).toEqual(['ok ci_candidates', 'hint ci_prep']);
    expect(judge({ push: { ...push, only: ['flotilla/candidate/1-1'] }, jobs })).toEqual([
      'wrong ci_candidates',
    ]);
  });
});

describe('a branch of an epic', () => {
  const place = { app: 'Flotilla', repositoryUrl: 'https://github.com/acme/fleet' };
  const judge = (facts: Partial<BranchFacts>, bypass: RulesetFacts['bypass'] = 'always') =>
    told(
      judgeBranch(
        {
          protection: { enabled: false, checks: [] },
          rules: [{ type: 'update', rulesetId: 1, checks: [] }],
          rulesets: new Map([[1, { name: 'Epics', bypass, url: null }]]),
          ...facts,
        },
        place,
      ),
    );
  const requires = (checks: readonly string[]) => ({
    rules: [
      { type: 'update', rulesetId: 1, checks: [] },
      { type: 'required_status_checks', rulesetId: 2, checks },
    ],
  });

  it('is left to the App by a ruleset that lets it past', () => {
    expect(judge({})).toEqual(['ok epic_branch']);
    expect(judge({}, 'never')).toEqual(['wrong refused_app']);
    // The ruleset of an organisation may be hidden.
    expect(judge({}, null)).toEqual(['hint refused_app']);
    expect(judge({ rulesets: new Map() })).toEqual(['hint refused_app']);
  });

  it('may require what candidates have, and not what they never have', () => {
    expect(judge(requires(['build']))).toEqual(['ok epic_branch']);
    expect(judge(requires(['build', 'Flotilla']))).toEqual(['wrong required_check']);
    expect(judge({ protection: { enabled: true, checks: ['Flotilla'] } })).toEqual(['wrong required_check']);
  });

  it('with a branch protection alone is for its owner to look at', () => {
    expect(judge({ rules: [], protection: { enabled: true, checks: [] } })).toEqual(['hint open_branch']);
    expect(judge({ rules: [] })).toEqual(['wrong open_branch']);
  });
});

describe('the webhook', () => {
  const app: AppFacts = {
    name: 'Flotilla',
    slug: 'flotilla',
    permissions: {},
    events: [],
    settingsUrl: 'https://github.com/settings/apps/flotilla',
    webUrl: 'https://github.com',
  };
  const hook: HookFacts = {
    url: 'https://flotilla.example.com/api/github/webhooks',
    contentType: 'json',
    insecureTls: false,
    hasSecret: true,
  };
  const good = { event: 'issues', at: new Date('2026-03-10T12:00:00Z'), statusCode: 202, status: 'OK' };
  const publicUrl = 'https://flotilla.example.com';

  it('is where PUBLIC_URL says, however it is written; a channel leads where its owner wants', () => {
    expect(
      whereToKnock({ ...hook, url: 'https://Flotilla.example.com:443/api/github/webhooks/' }, publicUrl),
    ).not.toBeNull();
    expect(whereToKnock({ ...hook, url: 'https://flotilla.example.com/hooks' }, publicUrl)).toBeNull();
    expect(whereToKnock({ ...hook, url: 'https://anywhere.example.com' }, null)).not.toBeNull();
    const channel = { ...hook, url: 'https://smee.io/abc' };
    expect(whereToKnock(channel, publicUrl)).toBeNull();
    expect(told(judgeWebhook({ app, publicUrl, hook: channel, knock: null, attempts: [good] }))).toEqual([
      'ok webhook',
      'ok webhook_reach',
      'ok deliveries',
    ]);
  });

  it('may be out of reach from here as long as deliveries arrive', () => {
    const knock = { kind: 'nobody', why: 'ECONNREFUSED' } as const;
    const judge = (attempts: readonly (typeof good)[]) =>
      told(judgeWebhook({ app, publicUrl, hook, knock, attempts }));
    expect(judge([good])).toEqual(['hint webhook_reach', 'ok deliveries']);
    expect(judge([])).toEqual(['wrong webhook_reach']);
    expect(judge([{ ...good, statusCode: 502 }, good])).toEqual(['wrong webhook_reach']);
  });

  it('is answered by something else', () => {
    const [found] = judgeWebhook({
      app,
      publicUrl,
      hook,
      knock: { kind: 'other', status: 301 },
      attempts: [],
    });
    expect(found).toMatchObject({
      level: 'wrong',
      what: 'What answers at https://flotilla.example.com/api/github/webhooks is no Flotilla (status 301).',
    });
  });

  it('counts what failed before the newest delivery arrived', () => {
    const attempts = [good, { ...good, statusCode: 500 }, { ...good, statusCode: 0 }];
    expect(
      judgeWebhook({ app, publicUrl, hook, knock: { kind: 'flotilla' }, attempts }).at(-1),
    ).toMatchObject({
      level: 'ok',
      what: 'The newest delivery arrived. 2 before it failed; Flotilla asks for them again by itself.',
    });
  });
});

describe('the servers', () => {
  const database = { kind: 'there', version: 140_012, aheadMs: 5_000, schema: { kind: 'current' } } as const;

  it('must be new enough, up to date and of this time: PostgreSQL', () => {
    expect(told(judgeDatabase(database))).toEqual(['ok database', 'ok migrations', 'ok database_clock']);
    expect(told(judgeDatabase({ ...database, version: 130_014 }))).toEqual(['wrong database_version']);
    expect(told(judgeDatabase({ ...database, aheadMs: -60_000 }))).toContain('wrong database_clock');
    expect(told(judgeDatabase({ ...database, schema: { kind: 'other', said: 'A newer one.' } }))).toContain(
      'wrong migrations',
    );
    const behind = { kind: 'behind', missing: ['0035_reach_taken_back.sql'] } as const;
    expect(judgeDatabase({ ...database, schema: behind })[1]).toMatchObject({
      what: 'The database is of an older Flotilla; it lacks 0035_reach_taken_back.sql.',
      mend: 'Run "flotilla migrate"; every start does the same.',
    });
    expect(told(judgeDatabase({ kind: 'unmade', folder: '.data/postgres' }))).toEqual(['ok database']);
  });

  it.each([
    ['4.0.14', 'wrong redis_version'],
    ['5.0.0', 'hint redis_version'],
    ['6.1.9', 'hint redis_version'],
    ['6.2.0', 'ok redis'],
    ['8.0.3', 'ok redis'],
  ])('must be new enough: Redis %s', (version, expected) => {
    expect(told(judgeRedis({ kind: 'there', version, policy: null, appendOnly: null }))).toEqual([expected]);
  });

  it('had better keep what rings: Redis', () => {
    const redis = { kind: 'there', version: '8.0.3', policy: 'noeviction', appendOnly: false } as const;
    expect(told(judgeRedis(redis))).toEqual(['ok redis', 'ok redis_policy', 'hint redis_log']);
    expect(told(judgeRedis({ ...redis, appendOnly: true }))).toContain('ok redis_log');
  });
});

describe('rights', () => {
  const wanted = {
    permissions: { issues: 'write', members: 'read', metadata: 'read' },
    events: ['issues', 'member'],
  };

  it('of more than what is wanted are enough, and those of organisations are not asked of people', () => {
    const granted = { permissions: { issues: 'admin', metadata: 'write' }, events: ['issues'] };
    expect(missingRights(wanted, granted, 'User')).toEqual({ permissions: [], events: [] });
    expect(missingRights(wanted, granted, 'Organization')).toEqual({
      permissions: ['members: read'],
      events: ['member'],
    });
    expect(missingRights(wanted, { permissions: { issues: 'read' }, events: [] }, 'User')).toEqual({
      permissions: ['issues: write', 'metadata: read'],
      events: ['issues'],
    });
  });
});
