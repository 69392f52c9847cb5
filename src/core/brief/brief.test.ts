import { describe, expect, it } from 'vitest';
import type { IssueText, TaskTexts } from '../model/task-text.ts';
import { approvalOf, type Deed } from './approval-of.ts';
import { noteText, type Told } from './note-text.ts';
import { standing } from './standing.ts';

const at = (second: number): Date => new Date(second * 1_000);
const text = (body: string): IssueText => ({ title: 'Parse it', body });
const told = (body: string, second: number, more: Partial<Told> = {}): Told => ({
  text: text(body),
  at: at(second),
  newest: true,
  by: null,
  openedBy: null,
  approved: null,
  ...more,
});
const byMona = { by: 'mona', how: 'edited' } as const;
const after = (...all: readonly Told[]): TaskTexts | null => all.reduce<TaskTexts | null>(noteText, null);

describe('the text of a task', () => {
  it('stands as approved until somebody else changes it', () => {
    const approved = told('A', 1, { by: 'mona', approved: byMona });
    const changed = after(approved, told('B', 2, { by: 'sam' }));
    expect(changed).toMatchObject({
      written: { body: 'B', by: 'sam', at: at(2) },
      approved: { body: 'A', by: 'mona', at: at(1) },
    });
    expect([after(approved), changed].map((texts) => texts && standing(texts))).toEqual([
      'approved',
      'edited',
    ]);
    const back = after(approved, told('B', 2, { by: 'sam' }), told('A', 3, { by: 'sam' }));
    expect(back && standing(back)).toBe('approved');
  });

  it('was approved as it was then, however late that is heard', () => {
    const late = told('A', 1, { by: 'mona', approved: byMona, newest: false });
    const known = after(told('B', 2, { by: 'sam' }), late);
    expect(known).toMatchObject({ written: { body: 'B', by: 'sam' }, approved: { body: 'A' } });
    const newer = after(told('B', 2, { by: 'mona', approved: byMona }), late);
    expect(newer?.approved).toMatchObject({ body: 'B', at: at(2) });
  });

  it('was written by who approved it, whether that or its label is heard first', () => {
    const opened = told('A', 1, { by: 'mona', approved: { by: 'mona', how: 'opened' } });
    const labeled = told('A', 2, { approved: { by: 'mona', how: 'labeled' } });
    const approved = { body: 'A', by: 'mona', how: 'opened', at: at(2) };
    expect(after(opened, labeled)?.approved).toMatchObject(approved);
    expect(after(labeled, opened)?.approved).toMatchObject(approved);
    const known = after(opened, labeled);
    expect(known && noteText(known, opened)).toBe(known);
  });

  it('is at least in the issue of somebody, where nobody told who wrote it', () => {
    const seen = told('A', 1, { openedBy: 'sam' });
    expect(after(seen)?.written).toMatchObject({ by: null, openedBy: 'sam' });
    expect(after(told('A', 1), seen)?.written).toMatchObject({ by: null, openedBy: 'sam' });
    expect(after(seen, told('B', 2, { by: 'mona' }))?.written).toMatchObject({ by: 'mona', openedBy: 'sam' });
    const known = after(seen);
    expect(known && noteText(known, seen)).toBe(known);
  });

  it('has a writer once an event tells, and the first one that did', () => {
    const seen = told('A', 3);
    expect(after(seen, told('A', 2, { by: 'sam', newest: false }))?.written).toMatchObject({
      by: 'sam',
      at: at(3),
    });
    const known = after(told('A', 1, { by: 'sam' }));
    expect(noteText(known, told('A', 5, { by: 'walter' }))).toBe(known);
  });
});

describe('an approval', () => {
  const deed: Deed = {
    action: 'edited',
    label: null,
    sender: 1,
    author: 1,
    role: 'maintainer',
    ours: false,
    epicLabels: ['epic:1'],
    before: 'unapproved',
  };

  it.each([
    ['edited', {}],
    ['opened', { action: 'opened' }],
    // Moved here from another repository.
    [null, { action: 'opened', author: 2 }],
    ['labeled', { action: 'labeled', label: 'epic:1', author: 2 }],
    ['labeled', { action: 'milestoned', label: 'epic:1', author: 2 }],
    [null, { action: 'milestoned', label: null, author: 2 }],
    [null, { action: 'labeled', label: 'bug' }],
    [null, { action: 'unlabeled', label: 'epic:1' }],
    [null, { action: 'closed' }],
    [null, { role: 'writer' }],
    [null, { role: 'agent', action: 'labeled', label: 'epic:1' }],
    [null, { role: 'anyone', action: 'opened' }],
    ['edited', { role: 'admin' }],
    ['opened', { ours: true, role: 'anyone', action: 'opened' }],
    [null, { ours: true, role: 'anyone' }],
    ['edited', { ours: true, role: 'anyone', before: 'approved' }],
    [null, { ours: true, role: 'anyone', before: 'edited' }],
    [null, { ours: true, role: 'anyone', action: 'labeled', label: 'epic:1' }],
  ] as const)('is %j for %j', (how, more) => {
    expect(approvalOf({ ...deed, ...more })).toBe(how);
  });
});
