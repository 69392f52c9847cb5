import { expect, it } from 'vitest';
import type { PullView } from '../model/pull-view.ts';
import type { PreflightProblem } from '../preflight-problem.ts';
import { briefPull, type PullStanding } from './brief-pull.ts';

const HEAD = 'a'.repeat(40);
const passed = { gate: 'tests', state: 'passed', why: 'passed', url: null } as const;
const failed = { ...passed, state: 'failed', why: 'test: failure' } as const;
const held: PreflightProblem = { kind: 'held' };
const fork: PreflightProblem = { kind: 'fork' };
const review: PreflightProblem = { kind: 'changes_requested', by: ['mona'] };

it.each<[PullStanding, { pull?: object; entry?: object; problems?: unknown; verdicts?: unknown }]>([
  ['landed', { entry: { state: 'landed' } }],
  ['landed', { pull: { state: 'merged' } }],
  ['closed', { pull: { state: 'closed' } }],
  ['ejected', { entry: { state: 'ejected', reason: 'conflict' } }],
  ['in_lane', { entry: { state: 'testing' } }],
  ['in_lane', { entry: { state: 'queued' }, verdicts: [failed] }],
  ['failed', { entry: { state: 'waiting' }, verdicts: [failed] }],
  ['failed', { problems: [held, review], verdicts: [passed] }],
  ['blocked', { problems: [fork], verdicts: [passed] }],
  ['waiting', { problems: [held], verdicts: [passed] }],
  ['waiting', { verdicts: [passed, { ...passed, state: 'waiting' }] }],
  [
    'waiting',
    { verdicts: [failed], pull: { judgement: { head: 'b'.repeat(40), verdicts: [failed], problems: [] } } },
  ],
  ['ready', { verdicts: [passed] }],
])('stands as %s', (standing, { pull = {}, entry = null, problems = [], verdicts = [] }) => {
  const judgement = { head: HEAD, problems, verdicts };
  const view = {
    pull: { number: 7, head: HEAD, state: 'open', judgement, ...pull },
    entry: entry && {
      laneBranch: 'epic-1',
      place: 1,
      head: HEAD,
      held: false,
      pull: 7,
      attempt: 1,
      ...entry,
    },
    lanePaused: null,
    laneDraining: null,
  } as unknown as PullView;
  expect(briefPull(view)).toMatchObject({ number: 7, head: HEAD, standing });
});
