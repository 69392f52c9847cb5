import { describe, expect } from 'vitest';
import { apiClient } from '../support/api-client.ts';
import { task } from '../support/know.ts';
import { lastReply, sticky } from '../support/see.ts';
import { say } from '../support/talk.ts';
import {
  candidateBranches,
  candidatesWait,
  check,
  claimed,
  conclude,
  configure,
  EPIC_1,
  landings,
  moveBase,
  opened,
  standing,
  stays,
  taskWithPull,
  underTest,
} from '../support/work.ts';
import { until } from '../support/until.ts';
import { it, type World } from '../support/world.ts';

describe('/lane pause', () => {
  it('stops the lane, also what is being tested, until /lane resume', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const first = await underTest(world);
    await say(world, first, world.maintainer, '/lane pause the release is being cut');
    const second = await taskWithPull(world, { by: world.agentE });

    await conclude(world);

    expect([await standing(world, first), await standing(world, second)]).toEqual(['testing', 'queued']);
    const shown = check(world, second.pull.headSha);
    expect(shown.title).toBe('In the queue, place 2 (the queue is paused)');
    expect(shown.summary).toContain('paused by `mona`: the release is being cut');

    await say(world, first, world.maintainer, '/lane resume');
    expect([await standing(world, first), await standing(world, second)]).toEqual(['landed', 'testing']);
    await conclude(world);
    expect(await standing(world, second)).toBe('landed');
  });

  it('is for maintainers', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    await say(world, pull, world.agentD, '/lane pause I need time');

    await conclude(world);

    expect(await standing(world, pull)).toBe('landed');
  });
});

describe('a command about a lane', () => {
  it('takes its pull requests before the lane, as whoever judges one does', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await configure(world, { merge: '{ auto: false }' });
    const { number } = await taskWithPull(world);
    const { post, get } = await apiClient(world, null, 'maintain');
    const [lane] = (await get('/api/lanes')).body.items;
    const judging = await world.database.pool.connect();
    try {
      await judging.query('begin');
      await judging.query('select from pull_requests where number = $1::integer for no key update', [number]);
      const pausing = post(`/api/lanes/${lane?.id}/pause`, '/api/lanes/{id}/pause', { reason: 'a release' });
      await until(() => someoneWaits(world), 'the command waits for nobody');
      // It fails at once where the command has the lane already, and each would wait for the other.
      await judging.query('select from lanes where id = $1::bigint for no key update nowait', [lane?.id]);
      await judging.query('commit');
      expect(await pausing).toMatchObject({ status: 200, body: { lane: { paused: 'a release' } } });
    } finally {
      await judging.query('rollback');
      judging.release();
    }
  });
});

describe('a word about a task', () => {
  it('takes its pull request before the task, as whoever judges one does', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    const { number } = await opened(world, issue, { draft: true });
    await world.settle();
    for (const holds of [true, false]) {
      const judging = await world.database.pool.connect();
      try {
        await judging.query('begin');
        await judging.query('select from pull_requests where number = $1::integer for no key update', [
          number,
        ]);
        // By command and, the other time, by the label of that name.
        if (holds) world.repo.comment(issue, world.maintainer, '/hold');
        else world.repo.unlabel(issue, 'hold', { by: world.maintainer });
        const told = world.settle();
        await until(() => someoneWaits(world), 'nobody waits for the pull request');
        await judging.query('select from tasks where issue = $1::integer for update nowait', [issue.number]);
        await judging.query('commit');
        await told;
      } finally {
        await judging.query('rollback');
        judging.release();
      }
      expect(await task(world, issue)).toMatchObject({ held: holds });
    }
  });
});

/** Whether a transaction waits for another one's lock. */
async function someoneWaits({ database }: World): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

describe('/lane drain', () => {
  it('lets what is in the lane land, and the rest wait at the door until /lane resume', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const first = await underTest(world);
    await say(world, first, world.agentD, '/lane drain');
    await say(world, first, world.maintainer, '/lane drain');
    const second = await taskWithPull(world, { by: world.agentE });
    await say(world, second, world.maintainer, '/merge');
    await conclude(world);

    expect([await standing(world, first), await standing(world, second)]).toEqual(['landed', 'waiting']);
    const shown = check(world, second.pull.headSha);
    expect(shown.summary).toContain('The merge queue is draining, asked for by `mona`');
    // Its task's issue was opened right before it.
    expect(sticky(world, second.number - 1)).toContain('The merge queue is draining');

    await say(world, second, world.maintainer, '/lane resume');
    await conclude(world);
    expect(await standing(world, second)).toBe('landed');
    expect(check(world, second.pull.headSha).summary).not.toContain('draining');
  });
});

describe('/hold', () => {
  it('takes the candidate back, and /unhold lets it land', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const [revoked] = candidateBranches(world);

    await say(world, pull, world.maintainer, '/hold');
    expect(candidateBranches(world)).toEqual([]);
    expect(await stays(world, pull)).toMatchObject([{ state: 'queued', held: true }]);
    expect(check(world, pull.pull.headSha).title).toBe('Held by a maintainer');
    await world.actions.finish({ branch: revoked ?? '' }, 'success');
    await world.settle();
    expect(await landings(world)).toHaveLength(1);

    await say(world, pull, world.maintainer, '/unhold');
    await conclude(world);
    expect(await stays(world, pull)).toMatchObject([{ state: 'landed', attempt: 2 }]);
  });

  it('is the label of that name on a pull request, too, which lets it land once it is off', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const { repo, maintainer: by, stranger } = world;

    repo.label(pull, 'hold', { by });
    await world.settle();
    expect(candidateBranches(world)).toEqual([]);
    expect(await stays(world, pull)).toMatchObject([{ state: 'queued', held: true }]);
    expect(check(world, pull.pull.headSha).title).toBe('Held by a maintainer');

    // Nobody without the right to it lets go what a maintainer holds, nor holds anything.
    repo.unlabel(pull, 'hold', { by: stranger });
    await world.settle();
    expect(await stays(world, pull)).toMatchObject([{ state: 'queued', held: true }]);
    repo.label(pull, 'hold', { by });
    repo.unlabel(pull, 'hold', { by });
    repo.label(pull, 'hold', { by: stranger });
    await world.settle();
    await conclude(world);
    expect(await stays(world, pull)).toMatchObject([{ state: 'landed', attempt: 2 }]);
  });

  it('lets the next one pass', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const first = await underTest(world);
    const second = await taskWithPull(world, { by: world.agentE });

    await say(world, first, world.maintainer, '/hold');

    expect([await standing(world, first), await standing(world, second)]).toEqual(['queued', 'landed']);
    await say(world, first, world.maintainer, '/unhold');
    await conclude(world);
    expect(await standing(world, first)).toBe('landed');
  });
});

describe('/dequeue', () => {
  it('takes the candidate back, and nothing lands', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const [revoked] = candidateBranches(world);

    await say(world, pull, world.agentD, '/dequeue');
    expect(candidateBranches(world)).toEqual([]);
    await world.actions.finish({ branch: revoked ?? '' }, 'success');
    await world.settle();

    expect(await standing(world, pull)).toBe('dequeued');
    expect(await landings(world)).toHaveLength(1);
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 is out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: somebody asked for that, or its task is not ready.

      Asked for by \`agent-d[bot]\`.

      This head does not come back by itself; ask with \`/merge\` when it should."
    `);
  });

  it('works for what only waits in the queue, behind another one', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const first = await underTest(world);
    const second = await taskWithPull(world, { by: world.agentE });

    await say(world, second, world.agentE, '/dequeue');

    expect([await standing(world, first), await standing(world, second)]).toEqual(['testing', 'dequeued']);
  });

  it('is not for other agents', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);

    await say(world, pull, world.agentE, '/dequeue');

    expect(await standing(world, pull)).toBe('testing');
    expect(lastReply(world, pull)).toContain('Only the author of the pull request');
  });
});

describe('the buttons of the check run', () => {
  it('are the commands of the same names, with the same rights', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const press = async (button: string, by: { readonly login: string }) => {
      world.repo.pressCheckButton(check(world, pull.pull.headSha), button, by);
      await world.settle();
    };

    await press('dequeue', world.stranger);
    expect(await standing(world, pull)).toBe('testing');
    await press('dequeue', world.maintainer);
    expect(await standing(world, pull)).toBe('dequeued');
    await press('queue', world.maintainer);
    expect(await standing(world, pull)).toBe('testing');
    await conclude(world, 'failure');
    await press('retry', world.maintainer);
    expect(await standing(world, pull)).toBe('testing');
    await conclude(world);
    expect(await standing(world, pull)).toBe('landed');
  });

  it('Re-run looks again at what nobody told of', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const pull = await taskWithPull(world);
    expect(check(world, pull.pull.headSha).title).toMatch(/^Waiting for/);
    const forget = world.github.knobs.faultDeliveries(/^(workflow_|check_)/, 'lose');
    await world.actions.finish({ branch: pull.pull.headRef }, 'success');
    await world.settle();
    forget();
    expect(await standing(world, pull)).toBe('none');

    world.repo.rerequestCheck(check(world, pull.pull.headSha), world.maintainer);
    await world.settle();

    expect(await standing(world, pull)).toBe('landed');
  });
});

describe('a target that somebody else pushed to', () => {
  it('has the candidate built anew on top of it, and only that is landed', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const base = await moveBase(world);
    await world.settle();
    expect(await stays(world, pull)).toMatchObject([{ state: 'testing', attempt: 2 }]);

    await conclude(world);

    const tip = world.repo.branchTip(EPIC_1) ?? '';
    expect(await world.repo.parentsOf(tip)).toEqual([base, pull.pull.headSha]);
  });

  it('has so though nobody told of the push', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const hear = world.github.knobs.faultDeliveries('push', 'lose');
    const base = await moveBase(world);
    hear();

    await conclude(world);
    expect(await stays(world, pull)).toMatchObject([{ state: 'testing', attempt: 2 }]);
    await conclude(world);

    expect(await world.repo.parentsOf(world.repo.branchTip(EPIC_1) ?? '')).toEqual([base, pull.pull.headSha]);
  });

  it('in the very moment of the landing loses nothing', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    let base = '';
    world.github.knobs.onRequest(
      { operation: 'updateRefs' },
      async () => void (base = await moveBase(world)),
      { times: 1 },
    );

    await conclude(world);
    await conclude(world);

    expect(await standing(world, pull)).toBe('landed');
    expect(await world.repo.parentsOf(world.repo.branchTip(EPIC_1) ?? '')).toEqual([base, pull.pull.headSha]);
  });
});
