import { expect, it } from 'vitest';
import { batch } from '../../src/http/batcher.ts';
import { latch } from '../support/latch.ts';

const ROOMY = { maxItems: 100, maxBytes: 1_000, sizeOf: () => 1, flushes: 1 };

/** A flush that records its batches and finishes the first when told. */
function gated() {
  const batches: number[][] = [];
  const first = latch();
  async function flush(items: readonly number[]) {
    batches.push([...items]);
    if (batches.length === 1) await first.opened;
  }
  return { batches, flush, release: first.open };
}

it('gathers what arrives while a flush is under way into the next one', async () => {
  const { batches, flush, release } = gated();
  const add = batch(flush, ROOMY);

  const first = add(1);
  await expect.poll(() => batches.length).toBe(1);
  const later = [add(2), add(3), add(4)];
  release();
  await Promise.all([first, ...later]);

  expect(batches).toEqual([[1], [2, 3, 4]]);
});

it('keeps a batch within its limits, but lets one large item go alone', async () => {
  const batches: number[][] = [];
  const add = batch<number>(async (items) => void batches.push([...items]), {
    maxItems: 3,
    maxBytes: 10,
    sizeOf: (bytes) => bytes,
    flushes: 1,
  });

  await Promise.all([1, 1, 1, 1, 50, 6, 4, 1].map(add));

  expect(batches).toEqual([[1, 1, 1], [1], [50], [6, 4], [1]]);
});

it('tries a failed batch item by item, so that the poison fails alone', async () => {
  const add = batch<number>(async (items) => {
    if (items.includes(3)) throw new Error('poison');
  }, ROOMY);

  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(add));

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

it('goes on after a failure', async () => {
  let down = true;
  const add = batch<number>(async () => {
    if (down) throw new Error('down');
  }, ROOMY);

  await expect(add(1)).rejects.toThrow('down');
  down = false;
  await expect(add(2)).resolves.toBeUndefined();
});
