import { expect, it } from 'vitest';
import { labelsOfMilestone } from './labels.ts';
import type { RepositoryConfig } from './model/repository-config.ts';

const config: RepositoryConfig = {
  epics: [
    { key: '1', title: 'Core', branch: 'core', label: 'epic:1', after: [], sync: [] },
    { key: '2', title: 'Web', branch: 'web', label: 'epic:2', milestone: 'Sprint 4', after: [], sync: [] },
    { key: '3', title: 'core', branch: 'core-3', label: 'epic:3', after: [], sync: [] },
  ],
  gates: [],
  merge: { auto: true, timeoutMs: 1, retries: 0, protect: [], allowForks: false },
  agents: [],
  claims: { leaseMs: 1, warnMs: 0 },
  commands: {},
};

it.each([
  ['Core', ['epic:1']],
  [' core ', ['epic:1']],
  ['sprint 4', ['epic:2']],
  ['Web', []],
  ['Sprint', []],
  [null, []],
])('the milestone %j stands for %j', (milestone, labels) => {
  expect(labelsOfMilestone(config, milestone)).toEqual(labels);
});

it('stands for nothing without a configuration', () => {
  expect(labelsOfMilestone(null, 'Core')).toEqual([]);
});
