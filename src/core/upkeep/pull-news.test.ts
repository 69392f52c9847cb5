import { expect, it } from 'vitest';
import { sha } from '../model/ids.ts';
import type { ProjectId, PullId } from '../model/ids.ts';
import type { Pull, PullSnapshot } from '../model/pull.ts';
import { isPullNews } from './pull-news.ts';

const at = (second: number) => new Date(Date.UTC(2026, 2, 10, 12, 0, second));
const shown: PullSnapshot = {
  number: 7,
  title: 'Parser',
  body: '',
  state: 'open',
  draft: false,
  head: sha('a'.repeat(40)),
  headRef: 'agent-d/1-parser',
  baseRef: 'epic-1/repositories',
  fork: false,
  author: { id: 5, login: 'agent-d[bot]', isBot: true },
  updatedAt: at(10),
};
const stored: Pull = {
  ...shown,
  id: 1 as PullId,
  projectId: 1 as ProjectId,
  taskId: null,
  files: null,
  judgement: null,
};

it.each([
  ['unknown and open', null, {}, null, true],
  ['unknown and long closed', null, { state: 'closed' }, null, false],
  ['as it is known', stored, {}, null, false],
  ['pushed to within the same second', stored, { head: sha('b'.repeat(40)) }, null, true],
  ['an older view of it', stored, { head: sha('b'.repeat(40)), updatedAt: at(9) }, null, false],
  ['merged', stored, { state: 'merged', updatedAt: at(20) }, { state: 'landing' }, true],
  ['talked about at the door', stored, { updatedAt: at(20) }, { state: 'waiting' }, true],
  ['talked about in its lane', stored, { updatedAt: at(20) }, { state: 'testing' }, false],
] as const)('%s', (_name, known, changes, entry, news) => {
  expect(isPullNews(known, { ...shown, ...changes }, entry)).toBe(news);
});
