import { describe, expect } from 'vitest';
import { forgetHolds, heldThings, outcomes } from '../support/holds.ts';
import { holdRequest } from '../support/hold-request.ts';
import { reactions } from '../support/see.ts';
import { until } from '../support/until.ts';
import { claimed, EPIC_1, moveBase, opened } from '../support/work.ts';
import { beginWorker, startWorker } from '../support/worker-process.ts';
import { it, redisForThisWorker, type World } from '../support/world.ts';

const MERGE = { method: 'POST', path: '/merges' } as const;
const REACTION = { method: 'POST', path: '/reactions' } as const;

describe('a worker that is told to end', () => {
  it('finishes what is under way, hands the rest back, and the next one goes on at once', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const issue = await toBeLanded(world);
    const merge = holdRequest(world, MERGE, 'before');
    const worker = await startWorker(world, redisForThisWorker());
    await merge.came;
    expect(await heldThings(world)).not.toEqual([]);

    worker.signal('SIGTERM');
    await worker.says('stopping');
    merge.release();
    expect(await worker.ended).toBe(0);
    expect(await heldThings(world)).toEqual([]);

    const next = await startWorker(world, redisForThisWorker());
    await until(() => world.repo.issue(issue).state === 'closed', 'nothing landed', 60_000);
    expect(await outcomes(world)).toEqual([{ state: 'landed', count: 1 }]);
    expect(await next.end()).toBe(0);
  });

  it('waits for no answer that does not come: it cuts off, hands back and ends in order', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const issue = await toBeLanded(world);
    const merge = holdRequest(world, MERGE, 'after');
    const worker = await startWorker(world, redisForThisWorker());
    await merge.came;

    const told = performance.now();
    expect(await worker.end()).toBe(0);
    expect(performance.now() - told).toBeLessThan(25_000);
    expect(await heldThings(world)).toEqual([]);
    merge.release();

    const next = await startWorker(world, redisForThisWorker());
    await until(() => world.repo.issue(issue).state === 'closed', 'nothing landed', 60_000);
    expect(await outcomes(world)).toEqual([{ state: 'landed', count: 1 }]);
    expect(await next.end()).toBe(0);
  }, 120_000);

  it('hands back effects and deliveries that it has not begun, without counting an attempt', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    const reaction = holdRequest(world, REACTION, 'after');
    const worker = await startWorker(world, redisForThisWorker());
    const claim = world.repo.comment(issue, world.agentD, '/claim');
    await reaction.came;

    worker.signal('SIGTERM');
    await worker.says('stopping');
    reaction.release();
    expect(await worker.ended).toBe(0);

    expect(await heldThings(world)).toEqual([]);
    const { rows } = await world.database.pool.query(
      'select key from effects where version > sent_version and attempts > 0',
    );
    expect(rows).toEqual([]);
    expect(reactions(claim)).toEqual(['+1']);
  });

  it('ends in order once it has started, when it is told during its start', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const migration = await world.database.pool.connect();
    await migration.query(`begin; select pg_advisory_xact_lock(hashtext('flotilla migrations'))`);
    const worker = beginWorker(world, redisForThisWorker());
    try {
      await until(async () => {
        const waiting = `select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`;
        return (await world.database.pool.query(waiting)).rowCount === 1;
      }, 'it does not wait for its turn to migrate');
      worker.signal('SIGTERM');
      await worker.says('stopping');
    } finally {
      await migration.query('rollback');
      migration.release();
    }
    expect(await worker.ended).toBe(0);
    expect(await heldThings(world)).toEqual([]);
  });

  it('ends at once when it is told again', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await toBeLanded(world);
    const merge = holdRequest(world, MERGE, 'before');
    const worker = await startWorker(world, redisForThisWorker());
    await merge.came;

    worker.signal('SIGTERM');
    await worker.says('stopping');
    const told = performance.now();
    worker.signal('SIGTERM');
    expect(await worker.ended).toBe(1);
    // Much less than the 6 s for which it would wait for GitHub.
    expect(performance.now() - told).toBeLessThan(3_000);
    merge.release();
    // It had no time to hand anything back.
    await forgetHolds(world);
  });
});

/** A pull request whose landing needs a merge; nobody works on it yet. */
async function toBeLanded(world: World): Promise<number> {
  const issue = await claimed(world);
  const from = world.repo.branchTip(EPIC_1) ?? '';
  await moveBase(world);
  await opened(world, issue, { from });
  return issue.number;
}
