import { expect, it } from 'vitest';
import { issueOfBranch, pullLinks } from './pull-links.ts';

it('puts the clearest word first, each issue once', () => {
  const lines = [
    { text: 'This closes #4 and fixes: #5.' },
    { text: 'Task: #6' },
    { text: 'See #7, unresolved #8' },
  ];
  expect(pullLinks({ headRef: 'agent-d/5-parser', lines })).toEqual([
    { issue: 6, how: 'task_line' },
    { issue: 4, how: 'closing_keyword' },
    { issue: 5, how: 'closing_keyword' },
  ]);
});

it.each([
  ['agent-d/12-parser', 12],
  ['agent-d/12', 12],
  ['agent-d/12parser', null],
  ['agent-d/0-x', null],
  ['12-parser', null],
  ['a/b/12-x', null],
  ['Agent/12-x', null],
])('reads the branch %s as %j', (branch, issue) => {
  expect(issueOfBranch(branch)).toBe(issue);
});
