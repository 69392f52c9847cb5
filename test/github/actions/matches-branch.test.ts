import { expect, it } from 'vitest';
import { matchesBranch } from './matches-branch.ts';

it.each([
  [{}, 'any/branch', true],
  [{ only: ['main'] }, 'main', true],
  [{ only: ['main'] }, 'mainly', false],
  [{ only: ['epic-*'] }, 'epic-1/repositories', false],
  [{ only: ['epic-*/**'] }, 'epic-1/repositories', true],
  [{ only: ['flotilla/candidate/*'] }, 'flotilla/candidate/7-1', true],
  [{ only: ['flotilla/candidate/*'] }, 'flotilla/prep/7', false],
  [{ only: ['**'] }, 'a/b/c', true],
  [{ only: ['*'] }, 'a/b', false],
  [{ only: ['**', '!flotilla/prep/**'] }, 'flotilla/prep/1/2', false],
  [{ only: ['**', '!flotilla/**', 'flotilla/candidate/**'] }, 'flotilla/candidate/1', true],
  [{ only: ['v[12].x'] }, 'v2.x', true],
  [{ only: ['v[12].x'] }, 'v2yx', false],
  [{ except: ['flotilla/prep/**'] }, 'flotilla/prep/1', false],
  [{ except: ['flotilla/prep/**'] }, 'main', true],
])('with the filter %j the branch %s listens: %s', (filter, branch, expected) => {
  expect(matchesBranch(filter, branch)).toBe(expected);
});
