import type { SimulatedGitHub } from '../github/start-github.ts';
import { maintain } from './maintain.ts';
import { runAgent } from './run-agent.ts';
import type { Demo } from './start-demo.ts';

/** Every agent does its tasks, all at the same time. Throws when one takes another turn than the plan; `giveUp` ends all. */
export async function play(demo: Demo, giveUp: (why: unknown) => void): Promise<void> {
  const { plan, repo, maintainer, issues, accounts, signal, tell } = demo;
  // They appear when Flotilla has read its configuration.
  await maintainer.poll(async () => plan.epics.every(({ branch }) => repo.branchTip(branch)) || null);
  const text = `Flotilla is installed: ${issues.size} issues, ${accounts.size} agents`;
  tell({ actor: 'demo', mood: 'plain', text });

  const landed = firstLanding(demo.github, signal);
  const givenUp = new Set<number>();
  const agents = plan.agents.map(async (agent) => {
    if (agent.comes === 'later') await landed;
    await runAgent(demo, agent, (issue) => givenUp.add(issue));
  });
  const people = plan.tasks.map(async ({ key, story, done }) => {
    const issue = issues.get(key) ?? 0;
    if (!done && story !== 'lands' && story !== 'nobody')
      await maintain(maintainer, issue, story, () => givenUp.has(issue));
  });
  const all = [...agents, ...people];
  // Whatever was started is over before this is.
  await Promise.allSettled(all.map((one) => one.catch(giveUp)));
  await Promise.all(all);
}

/** Five more processes that begin while the first pull request is tested would have everybody wait for its landing. */
function firstLanding(github: SimulatedGitHub, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    github.onWebhook((event, payload) => {
      const { merged } = (payload['pull_request'] ?? {}) as { merged?: boolean };
      if (event === 'pull_request' && payload['action'] === 'closed' && merged) resolve();
    });
  });
}
