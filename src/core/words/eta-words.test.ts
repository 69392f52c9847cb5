import { expect, it } from 'vitest';
import { etaWords } from './eta-words.ts';

const day = (days: number) => new Date(Date.UTC(2026, 2, days));
const madeAt = day(1);

it('says when an epic will be finished, how sure that is, and when that was said', () => {
  const all = [
    { madeAt, p50: day(4), p85: day(9) },
    { madeAt, p50: day(4), p85: null },
    { madeAt, p50: null, p85: null },
    null,
  ];
  expect(all.map((eta) => etaWords(eta, null)).join('\n')).toMatchInlineSnapshot(`
    "Likely by 2026-03-04, 85 % sure by 2026-03-09 (forecast of 2026-03-01; none could be checked yet).
    Likely by 2026-03-04, and not surely within a thousand days (forecast of 2026-03-01; none could be checked yet).
    At this pace not within a thousand days (forecast of 2026-03-01; none could be checked yet).
    "
  `);
});

it('says how often earlier forecasts held', () => {
  const eta = { madeAt, p50: day(4), p85: day(9) };
  const rates = [
    { scored: 1, p50: 0, p85: 1 },
    { scored: 12, p50: 0.5, p85: 0.834 },
  ];
  expect(rates.map((hits) => etaWords(eta, hits)).join('\n')).toMatchInlineSnapshot(`
    "Likely by 2026-03-04, 85 % sure by 2026-03-09 (forecast of 2026-03-01; of the one before, 0 % held by the likely day and 100 % by the sure one).
    Likely by 2026-03-04, 85 % sure by 2026-03-09 (forecast of 2026-03-01; of 12 earlier ones, 50 % held by the likely day and 83 % by the sure one)."
  `);
});
