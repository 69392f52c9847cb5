import { expect, it } from 'vitest';
import type { EntryId, LaneId } from '../model/ids.ts';
import { strayBranches } from './stray-branches.ts';

it('finds what no live attempt and no held lane needs', () => {
  const used = {
    entries: [{ id: 7 as EntryId, attempt: 2 }],
    lanes: [{ id: 1 as LaneId, fence: 9 }],
  };
  const branches = [
    'flotilla/candidate/7-1',
    'flotilla/candidate/7-2',
    'flotilla/candidate/77-2',
    'flotilla/prep/1/8',
    'flotilla/prep/1/9',
    'flotilla/prep/2/9',
  ];
  expect(strayBranches(branches, used)).toEqual([
    'flotilla/candidate/7-1',
    'flotilla/candidate/77-2',
    'flotilla/prep/1/8',
    'flotilla/prep/2/9',
  ]);
});

it('leaves alone what somebody else put beside ours', () => {
  const branches = [
    'flotilla/notes',
    'flotilla/candidate/7-1/x',
    'flotilla/candidate/mine',
    'flotilla/prep/1',
  ];
  expect(strayBranches(branches, { entries: [], lanes: [] })).toEqual([]);
});
