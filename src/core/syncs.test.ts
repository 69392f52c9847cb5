import { describe, expect, it } from 'vitest';
import type { RepositoryConfig } from './model/repository-config.ts';
import { sourcesOf, takersOf } from './syncs.ts';

function configOf(epics: readonly (readonly [key: string, sync: readonly string[]])[]): RepositoryConfig {
  return {
    epics: epics.map(([key, sync]) => ({
      key,
      sync,
      branch: `epic-${key}`,
      title: key,
      label: `epic:${key}`,
      after: [],
    })),
    gates: [],
    merge: { auto: true, timeoutMs: 1, retries: 0, protect: [], allowForks: false },
    agents: [],
    claims: { leaseMs: 1, warnMs: 0 },
    commands: {},
  };
}

describe('what epics take in', () => {
  const config = configOf([
    ['a', []],
    ['b', ['a', 'main']],
    ['c', ['a', 'gone']],
  ]);

  it('names branches of epics and the default branch, and nothing else', () => {
    expect(sourcesOf(config, 'main', 'epic-b')).toEqual([
      { branch: 'epic-a', epic: 'a' },
      { branch: 'main', epic: null },
    ]);
    expect(sourcesOf(config, 'trunk', 'epic-b')).toEqual([{ branch: 'epic-a', epic: 'a' }]);
    expect(sourcesOf(config, 'main', 'feature')).toEqual([]);
  });

  it('is offered to those that need not wait for it', () => {
    const takers = (source: string, waiting: Parameters<typeof takersOf>[3] = []) =>
      takersOf(config, 'main', source, waiting).map(({ key }) => key);
    expect(takers('epic-a')).toEqual(['b', 'c']);
    expect(takers('epic-a', [{ epic: 'b', on: 'a' }])).toEqual(['c']);
    // What it waits for of another epic keeps nothing else out.
    expect(takers('main', [{ epic: 'b', on: 'a' }])).toEqual(['b']);
    expect(takers('epic-c')).toEqual([]);
  });
});
