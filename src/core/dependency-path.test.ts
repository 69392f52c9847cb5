import { expect, it } from 'vitest';
import { dependencyPath } from './dependency-path.ts';
import type { ProjectId } from './model/ids.ts';

const at = (issue: number, project = 1) => ({ project: project as ProjectId, issue });
const waits = (from: number, on: number) => ({ from: at(from), on: at(on) });

it('finds the shortest way from one issue to another, through whatever repository', () => {
  const edges = [waits(1, 2), waits(2, 3), waits(3, 4), waits(1, 3), { from: at(4), on: at(4, 2) }];
  expect(dependencyPath(edges, at(1), at(4))).toEqual([at(1), at(3), at(4)]);
  expect(dependencyPath(edges, at(1), at(4, 2))).toEqual([at(1), at(3), at(4), at(4, 2)]);
  expect(dependencyPath(edges, at(4, 2), at(1))).toBeNull();
  expect(dependencyPath([], at(1), at(1))).toEqual([at(1)]);
});

it('ends where others went in a circle', () => {
  const edges = [waits(1, 2), waits(2, 1)];
  expect(dependencyPath(edges, at(1), at(3))).toBeNull();
});
