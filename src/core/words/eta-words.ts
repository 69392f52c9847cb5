import type { EpicSummary, HitRate } from '../progress/summary.ts';

/** When an epic will be finished, how sure that is, and how far such words held before; empty: nothing can be said. */
export function etaWords(eta: EpicSummary['eta'], hits: HitRate | null): string {
  if (eta === null) return '';
  const made = `forecast of ${day(eta.madeAt)}; ${hitWords(hits)}`;
  if (eta.p50 === null) return `At this pace not within a thousand days (${made}).`;
  const sure = eta.p85 === null ? 'and not surely within a thousand days' : `85 % sure by ${day(eta.p85)}`;
  return `Likely by ${day(eta.p50)}, ${sure} (${made}).`;
}

/** An honest `likely` holds in half of the cases, an honest `85 % sure` in 85 %. */
function hitWords(hits: HitRate | null): string {
  if (hits === null) return 'none could be checked yet';
  const share = (part: number) => `${Math.floor(part * 100)} %`;
  const earlier = hits.scored === 1 ? 'of the one before' : `of ${hits.scored} earlier ones`;
  return `${earlier}, ${share(hits.p50)} held by the likely day and ${share(hits.p85)} by the sure one`;
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
