import { expect, it } from 'vitest';
import { mayBeInEpic } from './may-be-in-epic.ts';
import type { RepositoryConfig } from './model/repository-config.ts';

const config: RepositoryConfig = {
  epics: [{ key: '1', title: 'First', branch: 'epic-1/first', label: 'epic:1', after: [], sync: [] }],
  gates: [],
  merge: { auto: true, timeoutMs: 1, retries: 0, protect: [], allowForks: false },
  agents: [],
  claims: { leaseMs: 1, warnMs: 1 },
  commands: {},
};
const plain = { labels: ['bug', 'epic:2'], milestone: 'Soon', hasParent: false };

it.each([
  ['nothing that leads to an epic', {}, false],
  ['the label of an epic', { labels: ['bug', 'epic:1'] }, true],
  ['the milestone of an epic', { milestone: 'first' }, true],
  ['a parent, whose labels the list does not tell', { hasParent: true }, true],
])('%s', (_what, more, may) => {
  expect(mayBeInEpic({ ...plain, ...more }, config)).toBe(may);
});

it('no label leads anywhere without a configuration', () => {
  expect(mayBeInEpic({ ...plain, labels: ['epic:1'] }, null)).toBe(false);
});
