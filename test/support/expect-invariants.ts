import { expect } from 'vitest';
import { brokenPromises, type Watched } from './broken-promises.ts';

/** After every flow test: the promises about landings hold, recounted from git and from what CI said. */
export async function expectInvariants(world: Watched): Promise<void> {
  expect(await brokenPromises(world)).toEqual([]);
}
