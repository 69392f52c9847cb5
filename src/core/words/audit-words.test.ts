import { expect, it } from 'vitest';
import type { AuditTrail } from '../model/audit-trail.ts';
import { auditRefusal } from './audit-refusal.ts';
import { auditWords } from './audit-words.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute));
const sha = (digit: string) => digit.repeat(40);

const UNTOUCHED: AuditTrail = {
  repository: 'acme/fleet',
  issue: 14,
  title: 'Maintenance repositories\u001B[2J',
  status: 'pending',
  createdAt: at(0),
  doneAt: null,
  epic: null,
  holds: [],
  commands: [],
  evidence: [],
  pulls: [],
  entries: [],
  activity: [],
};

const ENTRY = {
  pull: 20,
  branch: 'epic-1/repositories',
  requester: 'agent-e[bot]',
  detail: null,
  endedAt: at(30),
};

const LANDED: AuditTrail = {
  ...UNTOUCHED,
  status: 'done',
  doneAt: at(30),
  epic: { key: '1', title: 'Repositories', branch: 'epic-1/repositories' },
  holds: [
    {
      fence: 3,
      agent: 'agent-d',
      account: 'agent-d[bot]',
      status: 'released',
      from: at(1),
      expires: at(240),
      ended: at(5),
      begun: { kind: 'task.claimed', actor: 'agent-d' },
      endedBy: null,
    },
    {
      fence: 4,
      agent: 'agent-e',
      account: 'agent-e[bot]',
      status: 'done',
      from: at(5),
      expires: at(245),
      ended: at(30),
      begun: { kind: 'task.handed_off', actor: 'agent-d' },
      endedBy: null,
    },
  ],
  commands: [
    {
      at: at(1),
      thread: 14,
      commentId: 9,
      line: 1,
      actorId: 101,
      actor: 'agent-d[bot]',
      text: '/claim',
      outcome: 'done',
    },
    {
      at: at(2),
      thread: 14,
      commentId: 10,
      line: 1,
      actorId: 7,
      actor: null,
      text: '/merge',
      outcome: 'refused',
    },
  ],
  evidence: [
    {
      at: at(9),
      type: 'pr',
      grade: 'observed',
      ref: 'https://github.com/acme/fleet/pull/20',
      summary: '#20',
      url: null,
    },
  ],
  pulls: [
    {
      number: 20,
      title: 'Repositories',
      state: 'merged',
      draft: false,
      author: 'agent-e[bot]',
      headRef: 'agent-e/14-repositories',
      baseRef: 'epic-1/repositories',
      heads: [sha('a'), sha('b')],
    },
  ],
  entries: [
    {
      ...ENTRY,
      id: 1,
      head: sha('a'),
      state: 'ejected',
      how: 'auto',
      queuedAt: at(10),
      reason: 'conflict',
      detail: { files: ['src/parser.ts'] },
      candidates: [],
      landed: null,
    },
    {
      ...ENTRY,
      id: 2,
      head: sha('b'),
      state: 'landed',
      how: 'command',
      queuedAt: at(20),
      reason: null,
      candidates: [
        {
          sha: sha('c'),
          tree: sha('d'),
          base: sha('e'),
          inheritsHead: false,
          gates: [
            { verdict: 'tests passed on cccccccccccc: 1 of 1 jobs done', url: 'https://github.com/run/1' },
          ],
          runs: [
            {
              name: 'ci.yml',
              event: 'push',
              attempt: 1,
              status: 'completed',
              conclusion: 'success',
              url: 'https://github.com/run/1',
            },
          ],
        },
      ],
      landed: sha('c'),
    },
  ],
  activity: [{ at: at(30), kind: 'entry.landed', actor: 'flotilla', detail: { pull: 20, landed: sha('c') } }],
};

it('tells the chain from the issue to the landed commit', () => {
  expect(auditWords(LANDED)).toMatchInlineSnapshot(`
    "acme/fleet#14: Maintenance repositories[2J
      of epic 1 (Repositories), which lands on epic-1/repositories; done; a task since 2026-11-22 12:00 UTC

    Held by
      fence 3: agent-d (agent-d[bot]), claimed 2026-11-22 12:01 UTC, released 2026-11-22 12:05 UTC
      fence 4: agent-e (agent-e[bot]), handed on by agent-d 2026-11-22 12:05 UTC, done 2026-11-22 12:30 UTC

    Commands
      2026-11-22 12:01 UTC  in #14  agent-d[bot]: /claim (done)
      2026-11-22 12:02 UTC  in #14  account 7: /merge (refused)

    Evidence
      2026-11-22 12:09 UTC  observed pr: #20 (https://github.com/acme/fleet/pull/20)

    Pull requests
      #20 by agent-e[bot], merged: Repositories; agent-e/14-repositories into epic-1/repositories, at aaaaaaaaaaaa, then bbbbbbbbbbbb

    Merge queue
      #20 at aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa in the lane of epic-1/repositories, by itself 2026-11-22 12:10 UTC
        taken out 2026-11-22 12:30 UTC: it conflicts with the target branch (files ["src/parser.ts"])
      #20 at bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb in the lane of epic-1/repositories, asked for by agent-e[bot] 2026-11-22 12:20 UTC
        candidate cccccccccccccccccccccccccccccccccccccccc on eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee, tree dddddddddddddddddddddddddddddddddddddddd
          gate tests passed on cccccccccccc: 1 of 1 jobs done https://github.com/run/1
          run ci.yml by push, attempt 1: success https://github.com/run/1
        landed 2026-11-22 12:30 UTC as cccccccccccccccccccccccccccccccccccccccc

    Log
      2026-11-22 12:30 UTC  entry.landed by flotilla (pull 20, landed cccccccccccccccccccccccccccccccccccccccc)

    Landed: cccccccccccccccccccccccccccccccccccccccc on epic-1/repositories, the candidate that was tested"
  `);
});

it('tells of a task that nobody touched, in words that move nothing on a terminal', () => {
  expect(auditWords(UNTOUCHED)).toMatchInlineSnapshot(`
    "acme/fleet#14: Maintenance repositories[2J
      of no epic; pending; a task since 2026-11-22 12:00 UTC

    Held by: nobody so far

    Commands: none

    Evidence: none

    Pull requests: none

    Merge queue: never entered

    Log: nothing that is kept still

    Landed: nothing yet"
  `);
});

it('does not call a task landed that was done around the queue, or a commit tested that was not', () => {
  expect(auditWords({ ...LANDED, entries: [] })).toContain('Landed: nothing through a merge queue; done');
  const [ejected, landed] = LANDED.entries;
  if (!ejected || !landed) throw new Error('the test has two entries');
  expect(auditWords({ ...LANDED, entries: [ejected, { ...landed, landed: sha('f') }] })).toContain(
    `Landed: ${sha('f')} on epic-1/repositories, not the candidate ${sha('c')}`,
  );
});

it('says what is missing, and what to ask for', () => {
  const known = ['acme/fleet', 'acme/web'];
  expect([
    auditRefusal({ kind: 'nothing_known' }),
    auditRefusal({ kind: 'several', known }),
    auditRefusal({ kind: 'unknown_repository', named: 'acme/fleed', known }),
    auditRefusal({ kind: 'no_task', repository: 'acme/fleet', issue: 99 }),
  ]).toMatchInlineSnapshot(`
    [
      "This database knows no repository yet. Install the App in one, and start Flotilla with this database.",
      "This database knows several repositories: acme/fleet and acme/web. Say which one with --repo owner/name.",
      "This database knows nothing of acme/fleed, only of acme/fleet and acme/web.",
      "acme/fleet#99 is no task: no such issue was ever seen in an epic.",
    ]
  `);
});
