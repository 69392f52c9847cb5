import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { LIMITS } from '../../../src/core/budget/limits.ts';
import { createPlanWorld, type PlanWorld } from '../../support/plan-world.ts';
import { SMALL_PLAN } from './small-plan.ts';

const FLEET = readFileSync(new URL('../../../db/seed/fleet-plan.yml', import.meta.url), 'utf8');
const worlds: PlanWorld[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function worldWith(plan: string, limits = {}): Promise<PlanWorld> {
  const world = await createPlanWorld(limits);
  worlds.push(world);
  world.files.set('plan.yml', plan);
  return world;
}

const AT = ['--repo', 'acme/fleet'] as const;

it('makes what the plan says, natively, and the second time nothing', async () => {
  const world = await worldWith(SMALL_PLAN);
  const first = await world.plan('apply', 'plan.yml', ...AT, '--yes');
  expect(first.err).toBe('');
  expect(first.out).toMatchInlineSnapshot(`
    "acme/fleet: 18 changes

    Labels
      + epic:a
      + epic:b
      + estimate: 4h
      + estimate: 8h
      + priority: 80

    Branches
      + a/work at main
      + b/work at main

    Epics
      + a First
      + b Second

    Tasks
      + 1 One (epic:a, estimate: 8h, priority: 80)
      + 2 Two (epic:a, estimate: 4h)
      + 3 Three (epic:b)

    Sub-issues
      + 1 under a
      + 2 under a
      + 3 under b

    Dependencies
      + 2 waits for 1
      + 3 waits for 2

    Done
      ~ 1 is closed as completed

    Notes
      .github/flotilla.yml on main does not say the same of a, b. Flotilla goes by that file, and a plan does not change it. It should have:
        epics:
          - { key: a, title: "First", branch: a/work }
          - { key: b, title: "Second", branch: b/work, after: [{ epic: a, percent: 50 }] }

    Done: 18 changes."
  `);
  expect(first.code).toBe(0);
  expect(world.shown()).toMatchInlineSnapshot(`
    {
      "branches": [
        "a/work",
        "b/work",
        "main",
      ],
      "issues": [
        {
          "blockedBy": [],
          "body": "<!-- flotilla:plan {"kind":"epic","key":"a","project":"Small","branch":"a/work","after":[]} -->
    Epic \`a\` of Small. Its tasks land on \`a/work\`.
    <!-- /flotilla:plan -->",
          "children": [
            3,
            4,
          ],
          "labels": [],
          "number": 1,
          "parent": undefined,
          "state": "open null",
          "title": "First",
        },
        {
          "blockedBy": [],
          "body": "<!-- flotilla:plan {"kind":"epic","key":"b","project":"Small","branch":"b/work","after":[{"epic":"a","percent":50}]} -->
    Epic \`b\` of Small. Its tasks land on \`b/work\`.
    They begin when \`a\` has reached 50 %.
    <!-- /flotilla:plan -->",
          "children": [
            5,
          ],
          "labels": [],
          "number": 2,
          "parent": undefined,
          "state": "open null",
          "title": "Second",
        },
        {
          "blockedBy": [],
          "body": "<!-- flotilla:plan {"kind":"task","key":"1","agent":null} -->
    Task \`1\` of Small.
    <!-- /flotilla:plan -->",
          "children": [],
          "labels": [
            "epic:a",
            "estimate: 8h",
            "priority: 80",
          ],
          "number": 3,
          "parent": 1,
          "state": "closed completed",
          "title": "One",
        },
        {
          "blockedBy": [
            3,
          ],
          "body": "<!-- flotilla:plan {"kind":"task","key":"2","agent":"agent-x"} -->
    Task \`2\` of Small. It is meant for \`agent-x\`.
    <!-- /flotilla:plan -->",
          "children": [],
          "labels": [
            "epic:a",
            "estimate: 4h",
          ],
          "number": 4,
          "parent": 1,
          "state": "open null",
          "title": "Two",
        },
        {
          "blockedBy": [
            4,
          ],
          "body": "<!-- flotilla:plan {"kind":"task","key":"3","agent":null} -->
    Task \`3\` of Small.
    <!-- /flotilla:plan -->",
          "children": [],
          "labels": [
            "epic:b",
          ],
          "number": 5,
          "parent": 2,
          "state": "open null",
          "title": "Three",
        },
      ],
      "labels": [
        "epic:a 5319e7",
        "epic:b 5319e7",
        "estimate: 4h d4c5f9",
        "estimate: 8h d4c5f9",
        "priority: 80 fef2c0",
      ],
    }
  `);

  const writes = world.writes().length;
  const second = await world.plan('apply', 'plan.yml', ...AT, '--yes');
  expect(world.writes()).toHaveLength(writes);
  expect(second.code).toBe(0);
  expect(second.out).toMatch(/^acme\/fleet shows this plan already: nothing to change\./);
  expect((await world.plan('diff', 'plan.yml', ...AT)).code).toBe(0);
});

it('writes the Fleet plan, reads it back, and has nothing to change then', async () => {
  const world = await worldWith(FLEET);
  expect((await world.plan('diff', 'plan.yml', ...AT)).code).toBe(2);
  expect(world.writes()).toEqual([]);
  expect((await world.plan('apply', 'plan.yml', ...AT, '--yes')).code).toBe(0);
  const issues = [...world.repo.state.issues.values()];
  expect(issues.filter((issue) => issue.parent)).toHaveLength(28);
  expect(issues.filter((issue) => issue.state === 'closed')).toHaveLength(8);
  const routes = issues.find(({ title }) => title === 'Migrate routes to repositories');
  expect(routes?.blockedBy.map(({ title }) => title)).toEqual([
    'Fleet domain repositories',
    'Maintenance domain repositories',
    'Facilities and assets repositories',
    'Incidents and compliance repositories',
    'Remaining domain repositories',
  ]);
  world.expectAsDescribed();

  const writes = world.writes().length;
  expect((await world.plan('export', ...AT, '--out', 'export.yml')).code).toBe(0);
  expect((await world.plan('check', 'export.yml')).code).toBe(0);
  expect((await world.plan('apply', 'export.yml', ...AT, '--yes')).out).toContain('nothing to change');
  expect((await world.plan('apply', 'plan.yml', ...AT, '--yes')).out).toContain('nothing to change');
  expect(world.writes()).toHaveLength(writes);
});

/** To be killed before a write is to be killed after the one before it, but for the first. */
const deaths = [
  ['before', 1] as const,
  ...Array.from({ length: 18 }, (_, index) => ['after', index + 1] as const),
];

let uninterrupted: Promise<unknown> | null = null;

/** What an apply makes that nothing interrupts. */
function whole(): Promise<unknown> {
  uninterrupted ??= (async () => {
    const world = await worldWith(SMALL_PLAN);
    await world.plan('apply', 'plan.yml', ...AT, '--yes');
    expect(world.writes()).toHaveLength(18);
    return world.shown();
  })();
  return uninterrupted;
}

it.each(deaths)(
  'ends in the same state when it is killed %s write %i and applied again',
  async (when, nth) => {
    const world = await worldWith(SMALL_PLAN);
    world.dieAt(nth, when);
    expect((await world.plan('apply', 'plan.yml', ...AT, '--yes')).code).toBe(1);
    world.revive();
    expect((await world.plan('apply', 'plan.yml', ...AT, '--yes')).err).toBe('');
    expect(world.shown()).toEqual(await whole());
  },
);

it('looks before it goes on where an answer did not come, and makes nothing twice', async () => {
  const world = await worldWith(SMALL_PLAN);
  const issues = { method: 'POST', route: '/repos/{owner}/{repo}/issues' };
  world.github.knobs.failNext(issues, { status: 502, when: 'after', times: 2 });
  expect((await world.plan('apply', 'plan.yml', ...AT, '--yes')).code).toBe(0);
  expect(world.repo.state.issues.size).toBe(5);
  expect(world.waits).toEqual([30_000, 30_000]);
});

it('waits where GitHub is busy, and shows that to whoever watches', async () => {
  const world = await worldWith(SMALL_PLAN);
  const issues = { method: 'POST', route: '/repos/{owner}/{repo}/issues' };
  const headers = { 'retry-after': '0' };
  world.github.knobs.failNext(issues, { status: 429, headers });
  const said = await world.planAs({ says: true }, 'apply', 'plan.yml', ...AT);
  expect(said.code).toBe(0);
  expect(said.err).toBe('\nMake these 18 changes?');
  expect(said.drawn.at(-2)).toBe('██████████ 100 %  18 of 18 changes');
  expect(said.drawn.at(-1)).toBe('');
  expect(said.drawn.some((line) => line.includes('for GitHub'))).toBe(true);
  expect(world.repo.state.issues.size).toBe(5);
});

it('spends no more than its share of a budget at once', async () => {
  const world = await worldWith(SMALL_PLAN, { limits: { ...LIMITS, minuteMs: 60, contentPerMinute: 10 } });
  expect((await world.plan('apply', 'plan.yml', ...AT, '--yes')).code).toBe(0);
  expect(world.waits.length).toBeGreaterThan(0);
});

it('asks first, and changes nothing where nobody agrees', async () => {
  const world = await worldWith(SMALL_PLAN);
  expect(await world.planAs({ says: false }, 'apply', 'plan.yml', ...AT)).toMatchObject({
    code: 1,
    err: '\nMake these 18 changes?\nNothing was changed.',
  });
  expect(await world.plan('apply', 'plan.yml', ...AT)).toMatchObject({
    code: 1,
    err: 'There is nobody to ask; --yes applies without asking.\nNothing was changed.',
  });
  expect(world.writes()).toEqual([]);
});

it('answers programs in one line of JSON, whatever comes of it', async () => {
  const world = await worldWith(SMALL_PLAN);
  const asked = async (...args: string[]) => {
    const { code, out, err } = await world.plan(...args, ...AT, '--json');
    return { code, err, said: JSON.parse(out) };
  };
  expect(await asked('export')).toEqual({
    code: 1,
    err: '',
    said: { ok: false, problems: ['No plan was applied to acme/fleet yet.'] },
  });
  expect(await asked('apply', 'plan.yml')).toMatchObject({
    code: 1,
    err: '',
    said: { problems: ['There is nobody to ask; --yes applies without asking.', 'Nothing was changed.'] },
  });

  world.dieAt(5, 'after');
  expect(await asked('apply', 'plan.yml', '--yes')).toMatchObject({
    code: 1,
    err: '',
    said: {
      ok: false,
      problems: [expect.stringMatching(/^It stopped after \d+ changes/), expect.any(String)],
    },
  });
  world.revive();
  const { said } = await asked('apply', 'plan.yml', '--yes');
  expect(said).toMatchObject({ ok: true, repository: 'acme/fleet', made: said.changes.length });
  expect((await asked('apply', 'plan.yml')).said).toMatchObject({ ok: true, changes: [], made: 0 });
  expect(await asked('diff', 'plan.yml')).toMatchObject({ code: 0, said: { ok: true, changes: [] } });
  expect((await asked('export', '--out', 'now.yml')).said).toMatchObject({
    ok: true,
    written: 'now.yml',
    leftOut: [],
  });
  expect(await world.plan('diff', 'plan.yml', '--repo', 'nowhere', '--json')).toEqual({
    code: 1,
    out: JSON.stringify({ ok: false, problems: ['--repo wants owner/name, not "nowhere".'] }),
    err: '',
    drawn: [],
  });
});

it('changes what differs, and leaves what people added', async () => {
  const world = await worldWith(SMALL_PLAN);
  await world.plan('apply', 'plan.yml', ...AT, '--yes');
  const two = [...world.repo.state.issues.values()].find(({ title }) => title === 'Two');
  if (!two) throw new Error('there is no task 2');
  world.repo.editIssue(two, { title: 'Twoo', body: `${two.body}\n\nWhat people wrote.` });
  world.repo.label(two, 'help wanted');
  world.repo.unlabel(two, 'estimate: 4h');
  world.repo.label(two, '6h');
  world.repo.openIssue({ title: 'Four' });
  const changed = SMALL_PLAN.replace('key: "3", epic: b', 'key: "3", epic: a')
    .replace('after: ["2"] }', '}')
    .concat('  - { key: "4", epic: b, title: Four, status: in_progress, percent: 30 }\n');
  world.files.set('changed.yml', changed);
  expect((await world.plan('diff', 'changed.yml', ...AT)).out).toMatchInlineSnapshot(`
    "acme/fleet: 6 changes

    Tasks
      ~ 2 #4 title "Twoo" becomes "Two"; + estimate: 4h; - 6h
      ~ 3 #5 + epic:a; - epic:b
      + 4 Four (epic:b)

    Sub-issues
      + 3 under a
      + 4 under b

    Dependencies
      - 3 waits for 2

    Notes
      .github/flotilla.yml on main does not say the same of a, b. Flotilla goes by that file, and a plan does not change it. It should have:
        epics:
          - { key: a, title: "First", branch: a/work }
          - { key: b, title: "Second", branch: b/work, after: [{ epic: a, percent: 50 }] }
      #6 has the title of task 4, but no plan made it: the task gets an issue of its own.
      Task 4 is in progress at 30 % in the plan. It begins as pending: whoever works on it claims it."
  `);
  await world.plan('apply', 'changed.yml', ...AT, '--yes');
  expect(two.title).toBe('Two');
  expect(two.body).toContain('What people wrote.');
  expect(two.labels.map(({ name }) => name).sort()).toEqual(['epic:a', 'estimate: 4h', 'help wanted']);
  expect((await world.plan('diff', 'changed.yml', ...AT)).code).toBe(0);
});

it('believes no mark but in issues that the App wrote', async () => {
  const world = await worldWith(SMALL_PLAN);
  const forged = '<!-- flotilla:plan {"kind":"task","key":"1","agent":null} -->';
  const issue = world.repo.openIssue({ title: 'Mine', body: forged, by: 'stranger' });
  await world.plan('apply', 'plan.yml', ...AT, '--yes');
  expect(issue).toMatchObject({ title: 'Mine', body: forged, state: 'open', labels: [] });
});

it.each([
  [['diff', 'plan.yml', '--repo', 'fleet'], '--repo wants owner/name, not "fleet".'],
  [
    ['diff', 'plan.yml', '--repo', 'acme/other'],
    'The App is not installed in acme/other, or there is no such repository.',
  ],
  [['export', '--repo', 'acme/fleet'], 'No plan was applied to acme/fleet yet.'],
  [['check', 'none.yml'], 'none.yml cannot be read: no such file'],
])('says why it cannot: %j', async (args, err) => {
  const world = await worldWith(SMALL_PLAN);
  expect(await world.plan(...args)).toMatchObject({ code: 1, err });
});
