import { expect, it } from 'vitest';
import { dependsOn, issueFacts } from './issue-facts.ts';
import type { IssueSnapshot } from './model/task.ts';

function issue(over: Partial<IssueSnapshot>): IssueSnapshot {
  return {
    number: 7,
    title: 'x',
    body: '',
    state: 'open',
    stateReason: null,
    labels: [],
    author: 1,
    authorLogin: 'sam',
    updatedAt: new Date(0),
    hasParent: false,
    parent: null,
    blockers: 0,
    hasChildren: false,
    milestone: null,
    ...over,
  };
}
const NONE = { parent: null, blockedBy: [] };

it('reads labels', () => {
  const labels = ['bug', 'priority: high', 'estimate: 12h', 'epic:core'];
  expect(issueFacts(issue({ labels }), { ...NONE, parent: { number: 1, labels: ['epic:web'] } }, [])).toEqual(
    {
      labels: [...labels, 'epic:web'],
      priority: 75,
      estimateHours: 12,
      checklist: { done: 0, total: 0 },
      dependsOn: [],
      paths: [],
    },
  );
});

it.each([
  ['8h', 8],
  ['1.5h', 1.5],
  ['estimate: 90m', 1.5],
  ['estimate/2d', 16],
  ['8', null],
  ['h', null],
  ['v8h', null],
])('reads the label %j as %j hours', (label, hours) => {
  expect(issueFacts(issue({ labels: [label] }), NONE, []).estimateHours).toBe(hours);
});

it('reads form fields, and prefers labels', () => {
  const body = '### Estimate\r\n\r\n8h\r\n\r\n### Priority\r\n\r\nlow\r\n';
  expect(issueFacts(issue({ body }), NONE, [])).toMatchObject({ estimateHours: 8, priority: 25 });
  expect(issueFacts(issue({ body, labels: ['2h', 'priority: 90'] }), NONE, [])).toMatchObject({
    estimateHours: 2,
    priority: 90,
  });
  expect(issueFacts(issue({ body: '### Estimate\n\n_No response_' }), NONE, []).estimateHours).toBeNull();
});

it.each(['Estimate', 'Estimate (hours)', 'Estimated hours', 'Effort in hours', 'estimation'])(
  'takes the field %j for the estimate',
  (field) => {
    const body = `### What is it?\n\nEstimate\n\n### ${field}\n\n6\n`;
    expect(issueFacts(issue({ body }), NONE, []).estimateHours).toBe(6);
  },
);

it('counts a checklist outside code', () => {
  const body = '- [x] a\n- [ ] b\n  * [X] c\n1. [ ] d\n```\n- [x] no\n```\n- [y] no\n- [x]no';
  expect(issueFacts(issue({ body }), NONE, []).checklist).toEqual({ done: 2, total: 4 });
});

it.each([
  ['Depends on #4', [4]],
  ['depends on: #4, #5 and #6', [4, 5, 6]],
  ['Depends on #4 for the parser, see #9', [4]],
  ['It depends on #4', []],
  ['Depends on owner/repo#4', []],
  ['Depends on #0', []],
])('reads %j as %j', (text, numbers) => {
  expect(dependsOn([{ text }])).toEqual(numbers);
});

it('does not let an issue depend on itself', () => {
  expect(issueFacts(issue({}), NONE, [{ text: 'Depends on #7, #8' }]).dependsOn).toEqual([8]);
});
