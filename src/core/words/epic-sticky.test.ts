import { describe, expect, it } from 'vitest';
import type { EpicCard } from '../model/epic-card.ts';
import type { EpicId } from '../model/ids.ts';
import { epicState, renderEpicSticky } from './epic-sticky.ts';

const day = (days: number) => new Date(Date.UTC(2026, 2, days));

const card: EpicCard = {
  id: 2 as EpicId,
  key: 'web',
  title: 'Services | API',
  branch: 'epic-2/services',
  label: 'epic:web',
  progress: { tasks: 5, done: 2, hours: 24, doneHours: 10.04, claimed: 61.8, verified: 55 },
  eta: { madeAt: day(1), p50: day(4), p85: day(9) },
  hits: { scored: 12, p50: 0.5, p85: 0.834 },
  waitsFor: [],
  awaitedBy: [],
  lane: { paused: null, draining: null, inFlight: null, queued: 0, held: 0 },
  ready: [],
  working: [],
  waiting: [],
  blocked: [],
};

function next(more: Partial<EpicCard>): string {
  return /\*\*Next:\*\* (.*)$/.exec(renderEpicSticky({ ...card, ...more }))?.[1] ?? '';
}

describe('the status comment of an epic', () => {
  it('shows how far it is, when it will be finished, and what can be done', () => {
    const busy: EpicCard = {
      ...card,
      awaitedBy: [
        { epic: 'mobile', has: 41.6, needs: 50 },
        { epic: 'docs', has: 41.6, needs: 40 },
      ],
      lane: {
        paused: null,
        draining: null,
        inFlight: { pull: 31, from: null, state: 'testing' },
        queued: 2,
        held: 1,
      },
      ready: [12, 15],
      working: [14, 16],
      waiting: [17],
      blocked: [18],
    };
    expect(renderEpicSticky(busy)).toMatchInlineSnapshot(`
      "### 🟡 under way ██████░░░░ 61 %

      | | |
      |---|---|
      | Epic | Services \\| API (\`epic-2/services\`, label \`epic:web\`) |
      | Progress | claimed 61 %, verified 55 %; 2 of 5 tasks done, 10 of 24 h |
      | Forecast | Likely by 2026-03-04, 85 % sure by 2026-03-09 (forecast of 2026-03-01; of 12 earlier ones, 50 % held by the likely day and 83 % by the sure one). |
      | Awaited by | epic \`mobile\` (41.6 % of 50 %) |
      | Awaited by | epic \`docs\` (41.6 % of 40 %, reached) |
      | Merge queue | #31 is being tested, 2 waiting in it, 1 held by a maintainer. |
      | In work | #14 and #16 |
      | Blocked | #18 |
      | Wait for other tasks | #17 |

      **Next:** #12 and #15 can be claimed now: \`/claim\` there takes a task, \`/next\` says which is best."
    `);
  });

  it('shows what it waits for, with the tasks that would do it, and why its merge queue stands still', () => {
    const late: EpicCard = {
      ...card,
      eta: null,
      progress: { ...card.progress, claimed: 0, verified: 0, done: 0, doneHours: 0 },
      waitsFor: [{ epic: 'core', has: 41, needs: 50, enough: { issues: [13, 14], together: false } }],
      lane: {
        paused: { reason: 'a release', by: 'mona' },
        draining: { by: 'mona' },
        inFlight: null,
        queued: 0,
        held: 0,
      },
    };
    expect(renderEpicSticky(late)).toMatchInlineSnapshot(`
      "### 🔴 merge queue paused ░░░░░░░░░░ 0 %

      | | |
      |---|---|
      | Epic | Services \\| API (\`epic-2/services\`, label \`epic:web\`) |
      | Progress | claimed 0 %, verified 0 %; 0 of 5 tasks done, 0 of 24 h |
      | Waits for | epic \`core\` (41 % of weighted hours, needs 50 %: #13 or #14 would do it) |
      | Merge queue | empty. ⏸️ The merge queue is paused by \`mona\`: a release. A maintainer resumes it with \`/lane resume\`. ⏳ The merge queue is draining, asked for by \`mona\`: what is in it lands, and nothing new comes in. A maintainer opens it with \`/lane resume\`. |

      **Next:** a maintainer opens the merge queue again."
    `);
  });

  it('names the branch whose code is on its way in', () => {
    const inFlight = { pull: null, from: 'main', state: 'building' } as const;
    const lane = { paused: null, draining: null, inFlight, queued: 0, held: 0 };
    expect(renderEpicSticky({ ...card, lane })).toContain(
      '| Merge queue | the code of `main` is being built. |',
    );
  });

  it('says what to do next', () => {
    const paused = (reason: string) => ({
      lane: { paused: { reason, by: 'mona' }, draining: null, inFlight: null, queued: 0, held: 0 },
    });
    const all: readonly Partial<EpicCard>[] = [
      { progress: { ...card.progress, tasks: 0, done: 0 } },
      { progress: { ...card.progress, tasks: 2, done: 2 } },
      paused('a release'),
      paused('target_missing'),
      { waitsFor: [{ epic: 'core', has: 41, needs: 50 }] },
      { ready: [1, 2, 3, 4, 5, 6, 7] },
      { blocked: [8], working: [9] },
      { working: [9] },
      { waiting: [4] },
    ];
    expect(all.map(next).join('\n')).toMatchInlineSnapshot(`
      "put issues into this epic with the label \`epic:web\`, or as sub-issues of an issue that has it.
      nothing, every task of this epic is done.
      a maintainer opens the merge queue again.
      a maintainer makes the branch again and opens the merge queue.
      wait until epic \`core\` is far enough; then these tasks can be claimed.
      #1, #2, #3, #4, #5 and 2 more can be claimed now: \`/claim\` there takes a task, \`/next\` says which is best.
      a maintainer or the holder lifts the block of #8.
      nothing to type; what is in work has to land first.
      look at what the open tasks wait for; none can be claimed now."
    `);
  });

  it('is worth an edit at once when it stands otherwise than before, not for every percent', () => {
    expect(epicState({ ...card, progress: { ...card.progress, claimed: 62 } })).toBe(epicState(card));
    expect(epicState({ ...card, waitsFor: [{ epic: 'core', has: 41, needs: 50 }] })).not.toBe(
      epicState(card),
    );
  });

  it('starts no line with a command, and lets no title break its table', () => {
    const body = renderEpicSticky({ ...card, title: '/merge | @all\n/claim', label: 'a|b' });
    expect(body.split('\n').filter((line) => line.trim().startsWith('/'))).toEqual([]);
    expect(body).toContain('| Epic | ​/merge \\| @​all /claim (`epic-2/services`, label `a\\|b`) |');
  });
});
