import { describe, expect } from 'vitest';
import type { RequestRecord } from '../github/twin.ts';
import { forgetHolds, outcomes } from '../support/holds.ts';
import { holdRequest } from '../support/hold-request.ts';
import { lastReply, replies } from '../support/see.ts';
import { until } from '../support/until.ts';
import { claimed, EPIC_1, landings, moveBase, opened } from '../support/work.ts';
import { startWorker } from '../support/worker-process.ts';
import { it, redisForThisWorker } from '../support/world.ts';

/** Before which answer it stands still. What follows that answer is the plan it wakes up with. */
const MOMENTS: readonly { readonly at: string; readonly is: (request: RequestRecord) => boolean }[] = [
  { at: 'moving the target', is: nth(2, isUpdate) },
  { at: 'merging', is: ({ path }: RequestRecord) => path.endsWith('/merges') },
  { at: 'publishing the candidate', is: nth(1, isUpdate) },
  {
    at: 'judging the gates',
    is: ({ path }: RequestRecord) => /\/actions\/runs\/\d+\/jobs$/.test(path),
  },
];

/** A process says of itself that it stood still when it did so for 2 s. */
const NOTICED_MS = 3_500;

describe('a worker process that stands still past its leases', () => {
  for (const { at, is } of MOMENTS) {
    it(`while ${at} wakes up harmless: the entry lands once`, async ({ newWorld }) => {
      const world = await newWorld({ workers: false });
      const issue = await claimed(world);
      const from = world.repo.branchTip(EPIC_1) ?? '';
      await moveBase(world);
      const held = holdRequest(world, is, 'after');
      const frozen = await startWorker(world, redisForThisWorker());
      await opened(world, issue, { from });
      await held.came;
      frozen.signal('SIGSTOP');
      const stopped = performance.now();
      held.release();

      await forgetHolds(world);
      const heir = await startWorker(world, redisForThisWorker());
      await until(() => world.repo.issue(issue).state === 'closed', 'nothing landed', 60_000);
      // An heir may be so quick that the other one would not notice to have been away.
      await until(() => performance.now() - stopped > NOTICED_MS, 'time stands still');
      frozen.signal('SIGCONT');
      await frozen.says('the process stood still');

      // It ends in order, so whatever it woke up with is done.
      expect(await frozen.end()).toBe(0);
      expect(await heir.end()).toBe(0);
      expect(await outcomes(world)).toEqual([{ state: 'landed', count: 1 }]);
      // Ours, and the one that moved the base.
      expect(await landings(world)).toHaveLength(2);
    }, 120_000);
  }

  it('while it sends a comment does not send it twice', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    const held = holdRequest(world, { method: 'POST', path: `/issues/${issue.number}/comments` }, 'after');
    const frozen = await startWorker(world, redisForThisWorker());
    world.repo.comment(issue, world.agentD, '/claim');
    await held.came;
    frozen.signal('SIGSTOP');
    held.release();

    await forgetHolds(world);
    await world.settle();
    frozen.signal('SIGCONT');
    expect(await frozen.end()).toBe(0);
    await world.settle();
    expect(replies(world, issue)).toHaveLength(1);
    expect(lastReply(world, issue)).toContain('agent-d');
  }, 120_000);
});

function isUpdate({ graphqlOperation }: RequestRecord): boolean {
  return graphqlOperation === 'updateRefs';
}

function nth(n: number, is: (request: RequestRecord) => boolean): (request: RequestRecord) => boolean {
  let seen = 0;
  let last: RequestRecord | null = null;
  return (request) => {
    // One request is asked about more than once: before it, and after.
    if (!is(request)) return false;
    if (request !== last) seen += 1;
    last = request;
    return seen === n;
  };
}
