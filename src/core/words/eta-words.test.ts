import { expect, it } from 'vitest';
import { etaWords } from './eta-words.ts';

it('says when an epic will be finished, how sure that is, and when that was said', () => {
  const day = (days: number) => new Date(Date.UTC(2026, 2, days));
  const madeAt = day(1);
  const all = [
    { madeAt, p50: day(4), p85: day(9) },
    { madeAt, p50: day(4), p85: null },
    { madeAt, p50: null, p85: null },
    null,
  ];
  expect(all.map(etaWords).join('\n')).toMatchInlineSnapshot(`
    "Likely by 2026-03-04, 85 % sure by 2026-03-09 (forecast of 2026-03-01).
    Likely by 2026-03-04, and not surely within a thousand days (forecast of 2026-03-01).
    At this pace not within a thousand days.
    "
  `);
});
