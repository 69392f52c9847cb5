import { describe, expect } from 'vitest';
import type { RequestRecord } from '../github/twin.ts';
import { forgetHolds, outcomes } from '../support/holds.ts';
import { until } from '../support/until.ts';
import { startWorker } from '../support/worker-process.ts';
import { it, redisForThisWorker, type World } from '../support/world.ts';

type Moment = { readonly at: string; readonly is: (request: RequestRecord, nth: number) => boolean };

/** At which of its requests the worker dies, when GitHub has done what was asked; the crash tests go through them all. */
const MOMENTS: readonly Moment[] = [
  { at: 'the merge is made', is: ({ path }) => path.endsWith('/merges') },
  { at: 'the candidate is published', is: ({ graphqlOperation }) => graphqlOperation === 'updateRefs' },
  {
    at: 'the target is moved',
    is: ({ graphqlOperation }, nth) => graphqlOperation === 'updateRefs' && nth === 2,
  },
];

describe('a worker process killed with SIGKILL', () => {
  for (const moment of MOMENTS) {
    it(`when ${moment.at} is followed by one that lands the entry once (the fault of lost state)`, async ({
      newWorld,
    }) => {
      const world = await newWorld({ workers: false });
      const issue = await readyTask(world);
      const victim = await startWorker(world, redisForThisWorker());
      const dead = killAt(world, moment, () => victim.kill());
      await pushWork(world, issue);
      await dead;

      await forgetHolds(world);
      const heir = await startWorker(world, redisForThisWorker());
      await until(() => world.repo.issue(issue).state === 'closed', 'nothing landed', 60_000);

      expect(await outcomes(world)).toEqual([{ state: 'landed', count: 1 }]);
      expect(await heir.end()).toBe(0);
    });
  }
});

/** An issue that agent-d holds. */
async function readyTask(world: World): Promise<number> {
  // The base moves on from where the agent starts, so that the head is not landed as it is.
  const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
  await world.settle();
  world.repo.comment(issue, world.agentD, '/claim');
  await world.settle();
  return issue.number;
}

async function pushWork({ repo, agentD }: World, issue: number): Promise<void> {
  const branch = `agent-d/${issue}-parser`;
  await repo.pushFiles({
    branch,
    from: 'main',
    files: { 'src/parser.ts': 'export const parser = 1;\n' },
    by: agentD,
  });
  await repo.pushFiles({ branch: 'epic-1/repositories', files: { 'NEWS.md': 'Moved on.\n' }, by: 'mona' });
  await repo.openPull({ title: 'Parser', head: branch, base: 'epic-1/repositories', by: agentD });
}

/** Resolves when the worker has been killed at its moment. */
function killAt(world: World, { is }: Moment, kill: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let updates = 0;
    const matches = (request: RequestRecord): boolean => {
      if (request.graphqlOperation === 'updateRefs') updates += 1;
      return is(request, updates);
    };
    world.github.knobs.onRequest(matches, async () => resolve(await kill()), { when: 'after', times: 1 });
  });
}
