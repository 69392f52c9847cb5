import { setTimeout as pause } from 'node:timers/promises';
import { countOutcomes, isQuiet } from './count-outcomes.ts';
import type { DemoReport } from './demo-report.ts';
import type { Stage } from './stage.ts';
import { verifyLandings } from './verify-landings.ts';

/** Waits until nothing is under way any more, then counts: landings from git, with every gate run again on each. */
export async function review(
  stage: Stage,
  times: { readonly start: number; readonly firstLanding: number },
): Promise<DemoReport> {
  const { github, repo, pool, tell, history, trees, signal } = stage;
  while (!(await isQuiet(pool))) await pause(100, undefined, { signal });
  const requests = github.requests.filter(({ actor }) => actor === 'flotilla[bot]' || actor === 'app:flotilla').length;
  tell({ actor: 'demo', mood: 'plain', text: 'all has ended; every landed commit is checked out and tested again' });
  const verified = await verifyLandings({ ...history, tested: await trees.trees() });
  for (const sha of verified.untested) tell({ actor: 'demo', mood: 'bad', text: `${sha} is untested` });
  const landed = [...repo.state.issues.values()].filter(({ pull }) => pull?.mergedAt).length;
  const { ejected, ...counts } = await countOutcomes(pool);
  return {
    landed,
    ejected,
    commitsChecked: verified.commitsChecked,
    untested: verified.untested.length,
    doubleLanded: verified.doubleLanded.length,
    firstLandingMs: Math.round(times.firstLanding - times.start),
    githubRequestsPerLanding: Math.round((10 * requests) / Math.max(landed, 1)) / 10,
    ...counts,
    elapsedMs: Math.round(Date.now() - times.start),
  };
}
