import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('lends a slot to one holder after the other, in the order in which they asked', async () => {
  const slots = createSlots(2);
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    log.push(`${name} starts`);
    return new Promise<void>((resolve) => ends.push(resolve)).finally(() => log.push(`${name} ends`));
  };
  const held = ['a', 'b', 'c', 'd'].map((name) => slots.hold(work(name)));
  expect(log).toEqual(['a starts', 'b starts']);

  ends[1]?.();
  await held[1];
  ends[0]?.();
  await held[0];
  expect(log).toEqual(['a starts', 'b starts', 'b ends', 'c starts', 'a ends', 'd starts']);

  for (const end of ends) end();
  await Promise.all(held);
  expect(log.slice(-2)).toEqual(['c ends', 'd ends']);
});

it('frees the slot of work that fails', async () => {
  const slots = createSlots(1);
  await expect(slots.hold(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await slots.hold(() => Promise.resolve('next'))).toBe('next');
});
