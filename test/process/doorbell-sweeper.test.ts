import { expect, it, onTestFinished } from 'vitest';
import type { Log } from '../../src/ports.ts';
import { createSweeper } from '../../src/queue/sweeper.ts';
import { silentLog } from '../support/silent-log.ts';

const SOON = { minMs: 1, maxMs: 3, random: () => 0.5 };
const LATE = { minMs: 3_600_000, maxMs: 3_600_000, random: () => 0 };

it('sweeps at start and again and again, never two at once', async () => {
  let inside = 0;
  let most = 0;
  let sweeps = 0;
  const sweeper = createSweeper(
    async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      sweeps += 1;
    },
    silentLog,
    SOON,
  );
  onTestFinished(() => sweeper.stop());

  sweeper.start();
  sweeper.start();

  await expect.poll(() => sweeps).toBeGreaterThan(5);
  expect(most).toBe(1);
});

it('goes on after a sweep that failed', async () => {
  const errors: string[] = [];
  const log: Log = { ...silentLog, error: (_data, message) => errors.push(message), child: () => log };
  let sweeps = 0;
  const sweeper = createSweeper(
    async () => {
      sweeps += 1;
      if (sweeps === 1) throw new Error('the database is away');
    },
    log,
    SOON,
  );
  onTestFinished(() => sweeper.stop());

  sweeper.start();

  await expect.poll(() => sweeps).toBeGreaterThan(1);
  expect(errors).toEqual(['sweep failed']);
});

it('stops after the sweep under way, and does not wait for the next', async () => {
  let finish = () => {};
  let ended = false;
  const sweeper = createSweeper(
    async () => {
      await new Promise<void>((done) => {
        finish = done;
      });
      ended = true;
    },
    silentLog,
    LATE,
  );
  sweeper.start();

  const stopped = sweeper.stop();
  expect(ended).toBe(false);
  finish();
  await stopped;
  expect(ended).toBe(true);
});

it('stops at once between sweeps', async () => {
  let sweeps = 0;
  const sweeper = createSweeper(
    async () => {
      sweeps += 1;
    },
    silentLog,
    LATE,
  );
  sweeper.start();
  await expect.poll(() => sweeps).toBe(1);

  await expect(sweeper.stop()).resolves.toBeUndefined();
  expect(sweeps).toBe(1);
});
