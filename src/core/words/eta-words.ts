import type { EpicSummary } from '../progress/summary.ts';

/** When an epic will be finished, and how sure that is; empty: nothing can be said. */
export function etaWords(eta: EpicSummary['eta']): string {
  if (eta === null) return '';
  if (eta.p50 === null) return 'At this pace not within a thousand days.';
  const sure = eta.p85 === null ? 'and not surely within a thousand days' : `85 % sure by ${day(eta.p85)}`;
  return `Likely by ${day(eta.p50)}, ${sure} (forecast of ${day(eta.madeAt)}).`;
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
