import { expect, it } from 'vitest';
import { evidenceTarget } from './evidence-target.ts';

it.each([
  ['1f2e3d4', { kind: 'commit', repository: null, id: '1f2e3d4' }],
  ['https://github.com/o/n/commit/1f2e3d4', { kind: 'commit', repository: 'o/n', id: '1f2e3d4' }],
  ['https://github.com/o/n/pull/7/files', { kind: 'pull', repository: 'o/n', number: 7 }],
  ['https://github.com/o/n/issues/7#issuecomment-1', { kind: 'issue', repository: 'o/n', number: 7 }],
  ['https://github.com/o/n/actions/runs/7/job/8', { kind: 'run', repository: 'o/n', id: 7 }],
  ['https://github.com/o/n/runs/7?check_suite_focus=true', { kind: 'check', repository: 'o/n', id: 7 }],
  [
    'https://github.com/o/n/blob/main/src/a.ts#L3',
    { kind: 'file', repository: 'o/n', at: 'main', path: 'src/a.ts' },
  ],
  ['https://github.com/o/n/wiki', { kind: 'page', url: 'https://github.com/o/n/wiki' }],
  [
    'https://github.com.evil.example/o/n/pull/7',
    { kind: 'page', url: 'https://github.com.evil.example/o/n/pull/7' },
  ],
  ['https://example.com/commit/1f2e3d4', { kind: 'page', url: 'https://example.com/commit/1f2e3d4' }],
])('reads %s', (ref, target) => {
  expect(evidenceTarget(ref)).toEqual(target);
});
