import { setTimeout as pause } from 'node:timers/promises';
import { countOutcomes, isQuiet } from './count-outcomes.ts';
import type { DemoReport } from './demo-report.ts';
import { NODE_MODULES } from './run-jobs.ts';
import type { Demo } from './start-demo.ts';
import { verifyLandings } from './verify-landings.ts';

/** Waits until nothing is under way any more, then counts: landings from git, with every gate run again on each. */
export async function review(
  demo: Demo,
  times: { readonly start: number; readonly firstLanding: number },
): Promise<DemoReport> {
  const { github, repo, plan, from, trees, pool, tell, signal } = demo;
  while (!(await isQuiet(pool))) await pause(100, undefined, { signal });
  const requests = github.requests.filter(
    ({ actor }) => actor === 'flotilla[bot]' || actor === 'app:flotilla',
  );
  tell({
    actor: 'demo',
    mood: 'plain',
    text: 'all has ended; every commit that landed is checked out and tested again',
  });
  const { commitsChecked, untested, doubleLanded } = await verifyLandings({
    gitDir: repo.state.git.dir,
    from,
    branches: plan.epics.map(({ branch }) => branch),
    workflow: '.github/workflows/ci.yml',
    tested: await trees.trees(),
    nodeModules: NODE_MODULES,
  });
  for (const sha of untested) tell({ actor: 'demo', mood: 'bad', text: `${sha} is untested` });
  for (const sha of doubleLanded) tell({ actor: 'demo', mood: 'bad', text: `${sha} landed more than once` });
  const landed = [...repo.state.issues.values()].filter(({ pull }) => pull?.mergedAt).length;
  const { ejected, lastQueuedAt, ...counts } = await countOutcomes(pool);
  return {
    landed,
    ejected,
    commitsChecked,
    untested: untested.length,
    doubleLanded: doubleLanded.length,
    firstLandingMs: Math.round(times.firstLanding - times.start),
    githubRequestsPerLanding: requests.filter(({ at }) => at >= lastQueuedAt).length,
    githubRequests: requests.length,
    ...counts,
    elapsedMs: Math.round(Date.now() - times.start),
  };
}
