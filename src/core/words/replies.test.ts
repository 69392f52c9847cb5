import { describe, expect, it } from 'vitest';
import type { ClaimRefusal } from '../claim-refusal.ts';
import { EJECT_REASONS } from '../model/lane.ts';
import { sha } from '../model/ids.ts';
import { claimRefusal } from './claim-refusal.ts';
import { claimReply } from './claim-reply.ts';
import { branchRefused, configCheck } from './config-check.ts';
import { ejectionReply, type Ejection } from './ejection-reply.ts';
import { lapsedReply } from './lease-reply.ts';
import { closedByOther } from './closed-by-other.ts';
import { reopenedByOther } from './reopened-by-other.ts';
import { refusal, type Refusal } from './refusal.ts';

const UNTIL = new Date('2026-11-22T18:37:29Z');
const HEAD = sha('1f2e3d4c5b'.repeat(4));

function neverRuns(text: string): string {
  expect(text.split('\n').filter((line) => /^\s*[/]/.test(line))).toEqual([]);
  return text;
}

it('answers a claim with all that is needed to begin', () => {
  const claim = {
    issue: 12,
    title: 'Write the parser @all',
    agent: 'agent-d',
    base: 'epic-1/core',
    until: UNTIL,
  };
  expect(neverRuns(claimReply(claim))).toMatchInlineSnapshot(`
    "**agent-d** holds #12 until **2026-11-22 18:37 UTC**. Pushes and comments renew it.

    1. Work on the branch \`agent-d/12-write-the-parser-all\`, started from \`epic-1/core\`.
    2. Open the pull request against \`epic-1/core\`. The branch's name links it to this task; so does a line \`Task: #12\` in its description.
    3. When it is ready for review and its gates pass, it enters the merge queue.

    If you cannot go on, comment \`/release\`, so that another agent can."
  `);
});

it('says why a task was not given', () => {
  const all: readonly ClaimRefusal[] = [
    { kind: 'held', by: 'agent-d', until: UNTIL, yours: false },
    { kind: 'held', by: 'agent-d', until: UNTIL, yours: true },
    { kind: 'held', by: 'agent-d', until: null, yours: false },
    {
      kind: 'blocked',
      on: [
        { kind: 'task', issue: 3, title: 'Lexer' },
        { kind: 'task', issue: 4, title: null },
      ],
    },
    { kind: 'blocked_by_hand', reason: 'no database' },
    { kind: 'threshold', epic: 'core', has: 45.55, needs: 80 },
    { kind: 'done' },
    { kind: 'failed' },
    { kind: 'at_limit', agent: 'agent-d', max: 1, holding: [4] },
    { kind: 'at_limit', agent: 'agent-d', max: 2, holding: [4, 5] },
    { kind: 'not_allowed', why: { kind: 'unlisted_bot', id: 123, login: 'Some_Agent[bot]' } },
    { kind: 'not_allowed', why: { kind: 'needs_write' } },
    { kind: 'not_allowed', why: { kind: 'needs_role', role: 'maintainer' } },
    { kind: 'not_allowed', why: { kind: 'other_account', agent: 'agent-e' } },
    { kind: 'untracked', labels: ['epic:core', 'epic:web'] },
    { kind: 'untracked', labels: [] },
    { kind: 'ambiguous_agent', names: ['agent-d', 'agent-e'] },
    { kind: 'unknown_agent', name: 'agent-x', names: ['agent-d'] },
    { kind: 'unknown_agent', name: 'agent-x', names: [] },
  ];
  expect(all.map((why) => neverRuns(claimRefusal(why))).join('\n---\n')).toMatchInlineSnapshot(`
    "**agent-d** holds this task until **2026-11-22 18:37 UTC**. Take another one, or come back when it is released.
    ---
    **agent-d**, which runs under your account too, holds this task until **2026-11-22 18:37 UTC**. Let it finish, or release it first with \`/release\`.
    ---
    **agent-d** holds this task while its pull request is in the merge queue. Take another one, or come back when it is released.
    ---
    This task waits for #3 (Lexer) and #4. It can be claimed once that is done.
    ---
    This task is blocked: no database. A maintainer or whoever blocked it has to lift that first.
    ---
    This task's epic waits for epic \`core\` (45.5 % of weighted hours, needs 80 %). It can be claimed once that epic is far enough.
    ---
    This task is done, so there is nothing left to claim. A maintainer can reopen the issue if work remains.
    ---
    This task was given up. A maintainer can reopen the issue if it should be tried again.
    ---
    **agent-d** may hold one task at a time and holds #4. Finish or release it first (\`/release\` in its issue).
    ---
    **agent-d** may hold 2 tasks at a time and holds #4 and #5. Finish or release one first (\`/release\` in its issue).
    ---
    The bot \`Some_Agent[bot]\` is not on this repository's list of agents, so its commands do nothing here. This is said once. A maintainer can admit it in \`.github/flotilla.yml\` on the default branch:

    \`\`\`yaml
    agents:
      - { id: 123, login: "Some_Agent[bot]", name: some-agent }
    \`\`\`
    ---
    Claiming needs write access to this repository, or a place in the list of agents in \`.github/flotilla.yml\`. A maintainer can give either.
    ---
    Claiming is for the role \`maintainer\` or higher here. Ask somebody with that role to assign the task.
    ---
    The agent \`agent-e\` belongs to another account, and nobody can claim for it. Claim under your own agent's name.
    ---
    This issue belongs to no epic, so it is not a task. A maintainer can add one of the labels \`epic:core\` and \`epic:web\`, or make it a sub-issue of an issue that has one. (One that has such a label and sub-issues stands for the epic: its sub-issues are the tasks.)
    ---
    This repository has no valid \`.github/flotilla.yml\` with epics yet, so it has no tasks. A maintainer can add one on the default branch.
    ---
    Several agents run under your account: \`agent-d\` and \`agent-e\`. Say which one takes the task, for example \`/claim as agent-d\`.
    ---
    There is no agent \`agent-x\` here. Yours: \`agent-d\`.
    ---
    There is no agent \`agent-x\` here, and no agent is listed for your account. A maintainer can add one under \`agents\` in \`.github/flotilla.yml\`."
  `);
});

it('says why a command was refused', () => {
  const all: readonly Refusal[] = [
    { kind: 'usage', usage: '/lane pause <reason> | resume | drain', problem: 'A pause needs a reason.' },
    { kind: 'needs_role', has: 'agent', needs: 'maintainer', who: 'maintainers' },
    { kind: 'no_task' },
    { kind: 'not_held' },
    { kind: 'not_author', author: 'octocat' },
    { kind: 'no_open_pull' },
    { kind: 'no_lane', branch: 'main', lanes: ['epic-1/core', 'epic-2/web'] },
    { kind: 'no_lane', branch: null, lanes: ['epic-1/core'] },
    { kind: 'bot_must_name_sha', head: HEAD },
    { kind: 'other_head', named: 'abc1234', head: HEAD },
    { kind: 'already_queued', state: 'waiting', branch: 'epic-1/core' },
    { kind: 'already_queued', state: 'testing', branch: 'epic-1/core' },
    { kind: 'older_head_leaving' },
    { kind: 'not_queued' },
    { kind: 'nothing_to_retry' },
  ];
  expect(all.map((why) => neverRuns(refusal(why))).join('\n---\n')).toMatchInlineSnapshot(`
    "I did not understand that. A pause needs a reason. Usage: \`/lane pause <reason> | resume | drain\`
    ---
    That is for maintainers (role \`maintainer\` or higher); you have the role \`agent\` here. Ask somebody who has it.
    ---
    This belongs to no task, so nothing was changed. A pull request is linked to its task by a line \`Task: #n\` in its description, or by a branch named \`<agent>/<n>-...\`.
    ---
    Nobody holds this task, so there is nothing to give back.
    ---
    Only the author of the pull request (\`octocat\`) or a maintainer can do that.
    ---
    There is no open pull request here to merge. Open one for this task, or say it under the pull request.
    ---
    There is no merge queue for \`main\`. Change the base of the pull request to one of \`epic-1/core\` and \`epic-2/web\`.
    ---
    There is no merge queue for this thread: it has no pull request and belongs to no epic. The merge queues are \`epic-1/core\`.
    ---
    A bot has to name the commit that it means, so that it cannot queue another one by accident. The head is now \`1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b\`; if you mean it, say \`/merge 1f2e3d4c5b1f\`.
    ---
    You named \`abc1234\`, but the head of this pull request is \`1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b\`. Look at what changed, then name the head if you mean it.
    ---
    This head is in the merge queue of \`epic-1/core\` already (waiting for its head to be ready). The \`Flotilla\` check shows how it stands.
    ---
    This head is in the merge queue of \`epic-1/core\` already (testing). The \`Flotilla\` check shows how it stands.
    ---
    An older head of this pull request is just leaving the merge queue. Ask again in a minute.
    ---
    This pull request is not in the merge queue, so there is nothing to take out.
    ---
    This head has not been in the merge queue yet, so there is nothing to try again. Ask for it with \`/merge\`."
  `);
});

describe('an ejection', () => {
  const base: Omit<Ejection, 'reason'> = {
    entry: { pull: 9, head: HEAD, requester: { id: 1, login: 'octocat', isBot: false, how: 'command' } },
    lane: { branch: 'epic-1/core' },
    detail: {},
    conflict: null,
  };

  it.each(EJECT_REASONS)('for %s says what to do next', (reason) => {
    const text = neverRuns(ejectionReply({ ...base, reason }));
    expect(text).toMatch(
      /^\*\*#9 (is|was taken) out of the merge queue of `epic-1\/core`\*\* at `1f2e3d4c5b1f`: /,
    );
    expect(text.split('\n').length).toBeGreaterThan(2);
  });

  it('for a conflict names files, culprits and commands', () => {
    const conflict = { files: ['src/a.ts', 'src/`b`.ts'], culprits: [{ pull: 8, landed: 'a'.repeat(40) }] };
    expect(ejectionReply({ ...base, reason: 'conflict', conflict })).toMatchInlineSnapshot(`
      "**#9 was taken out of the merge queue of \`epic-1/core\`** at \`1f2e3d4c5b1f\`: it conflicts with the target branch.

      Files changed on both sides since they parted (the conflict is in some of them):

      - \`src/a.ts\`
      - \`\` src/\`b\`.ts \`\`

      Landings that touched them:

      - #8 (\`aaaaaaaaaaaa\`)

      To mend it:

      \`\`\`sh
      git fetch origin
      git checkout -B flotilla-fix 1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b
      git merge origin/epic-1/core   # resolve, test, commit
      git push origin HEAD:<this pull request's branch>
      \`\`\`

      The queue has moved on to the next entry. The new head comes back once its gates pass."
    `);
  });

  it('for a failed gate links to it', () => {
    const verdicts = [
      { gate: 'compile', state: 'passed' as const, why: 'passed', url: null },
      {
        gate: 'tests',
        state: 'failed' as const,
        why: 'test (20): failure',
        url: 'https://example.com/run/1',
      },
    ];
    expect(ejectionReply({ ...base, reason: 'gate_failed', detail: { verdicts } })).toMatchInlineSnapshot(`
      "**#9 was taken out of the merge queue of \`epic-1/core\`** at \`1f2e3d4c5b1f\`: a gate failed.

      | gate | state | why |
      |---|---|---|
      | \`tests\` | ❌ failed | [test \\(20\\): failure](https://example.com/run/1) |

      The gates ran on the commit that merging would have made, so this can fail though the head alone passes.
      Mend it and push, or, if the failure has nothing to do with this change, ask again with \`/retry\`."
    `);
  });

  it('for protected paths names them', () => {
    const problems = [{ kind: 'protected' as const, paths: ['package.json'], truncated: true }];
    expect(ejectionReply({ ...base, reason: 'protected_paths', detail: { problems } }))
      .toMatchInlineSnapshot(`
        "**#9 was taken out of the merge queue of \`epic-1/core\`** at \`1f2e3d4c5b1f\`: it touches protected paths.

        - It touches protected paths: \`package.json\`. It changes more files than GitHub lists, so protected paths may be among them. A maintainer who is not its author has to approve exactly this head.

        When that is mended, ask again with \`/merge\`; a new head whose gates pass may also come back by itself."
      `);
  });
});

it('tells of a hold that lapsed', () => {
  expect(neverRuns(lapsedReply({ agent: 'agent-d', issue: 12, until: UNTIL }))).toMatchInlineSnapshot(
    `"**agent-d** held #12 until 2026-11-22 18:37 UTC and was not heard of since, so the hold has ended and the task is open to everybody. Whoever wants to go on with it can say \`/claim\`; branches and pull requests are left as they are."`,
  );
});

it('shows what is wrong with a configuration', () => {
  expect(configCheck(HEAD, []).conclusion).toBe('success');
  expect(configCheck(HEAD, ['.github/flotilla.yml:1:1: epic: is not known here; did you mean `epics`?']))
    .toMatchInlineSnapshot(`
    {
      "actions": [],
      "conclusion": "failure",
      "name": "Flotilla configuration",
      "sha": "1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b1f2e3d4c5b",
      "status": "completed",
      "summary": "This \`.github/flotilla.yml\` does not take effect; the last valid one, if there was one, stays in force.

    - .github/flotilla.yml:1:1: epic: is not known here; did you mean \\\`epics\\\`?

    Mend it on the default branch; it is read again with the next push.",
      "title": "One problem",
    }
  `);
});

it('answers whoever ended or revived a task without the right to', () => {
  expect(closedByOther('review')).toMatchInlineSnapshot(
    `"Closing this issue does not finish its task: the task stays **review**. A task is done when its pull request lands through its lane, or when a maintainer closes the issue as completed."`,
  );
  expect(reopenedByOther('done')).toMatchInlineSnapshot(
    `"Reopening this issue does not take its task up again: the task stays **done**. If work remains, a maintainer can close the issue and reopen it."`,
  );
});

it('says which branch GitHub would not make', () => {
  expect(branchRefused('1', 'epic-1/core', 'Reference cannot be created')).toMatchInlineSnapshot(
    `".github/flotilla.yml: the branch epic-1/core of epic 1 could not be made; GitHub says: Reference cannot be created."`,
  );
});
