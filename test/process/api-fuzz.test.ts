import * as fc from 'fast-check';
import { describe, expect } from 'vitest';
import { apiClient, type Operation } from '../support/api-client.ts';
import { claimed } from '../support/work.ts';
import { it } from '../support/world.ts';

describe('the API', () => {
  it('breaks for nothing that anybody asks, and says what is wrong with it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await claimed(world);
    const { document, get } = await apiClient(world);
    const routes = Object.entries(document.paths).filter(([, { get: read }]) => read && isDescribed(read));
    expect(routes.length).toBeGreaterThanOrEqual(11);
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.integer().map(String),
      fc.constantFrom(
        '1',
        '0',
        '-1',
        '1e3',
        'true',
        'done',
        'active',
        '\u0000',
        '9007199254740993',
        "'; drop table tasks --",
      ),
    );
    const question = fc.constantFrom(...routes).chain(([path, { get: read }]) =>
      fc.tuple(
        fc.constant(path),
        fc.array(fc.tuple(fc.constantFrom(...names(read), 'other'), value), { maxLength: 4 }),
        value.filter((text) => text.length > 0 && !/^\.+$/.test(text)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(question, async ([path, query, given]) => {
        const asked = path.replace(/\{\w+\}/, encodeURIComponent(given));
        const { status } = await get(`${asked}?${new URLSearchParams(query).toString()}`, path);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 1_000) },
    );
  });
});

function names(read: Operation | undefined): readonly string[] {
  return (read?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
}

/** Routes from before the document say nothing of their answers. */
function isDescribed(read: Operation): boolean {
  return read.responses['200']?.content !== undefined;
}
