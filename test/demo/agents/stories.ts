import type { DemoTask } from '../demo-plan.ts';
import type { Agent, Undertaking } from './agent.ts';
import { checksOf } from './checks-of.ts';
import { pullOutcome, type PullOutcome } from './pull-outcome.ts';

type Story = (agent: Agent, at: Undertaking) => Promise<void>;

/** What an agent does with its open pull request. Each throws when the story takes another turn. */
export const STORIES: Readonly<Record<DemoTask['story'], Story>> = {
  lands,
  red,
  protected: protectedPaths,
  forged,
};

/** Waits until it has landed; what is ejected is mended once, on top of what landed before it. */
async function lands(agent: Agent, at: Undertaking): Promise<void> {
  const first = await outcome(agent, at);
  if (first.kind === 'landed') return;
  if (!at.task.mend) throw new Error(`#${at.pull} was ejected: ${first.comment.body}`);
  agent.say(`merges ${at.base} into #${at.pull} and mends it`);
  await agent.work.mergeBase(at.base);
  await agent.work.push(at.branch, at.task.mend, `Merge ${at.base} and mend what collides`);
  const second = await outcome(agent, at, first.comment.id);
  if (second.kind !== 'landed') throw new Error(`#${at.pull} was ejected again: ${second.comment.body}`);
}

/** Its gates fail, so it never enters the lane. */
async function red(agent: Agent, at: Undertaking): Promise<void> {
  await flotillaSays(agent, at, /^Failed: /);
  await giveUp(agent, at);
}

/** Its gates pass because it changed what they do; it asks for the lane by name. */
async function protectedPaths(agent: Agent, at: Undertaking): Promise<void> {
  await flotillaSays(agent, at, /^Needs a maintainer/);
  await ask(agent, at);
  const end = await outcome(agent, at);
  if (end.kind === 'landed') throw new Error(`#${at.pull} changed the gates and landed.`);
  await giveUp(agent, at);
}

/** A maintainer falls for the forged checks and approves; what the real workflow said still counts, whoever asks. */
async function forged(agent: Agent, at: Undertaking): Promise<void> {
  const { github, maintainer } = agent;
  await github.poll(async () => {
    const green = (await checksOf(github, at.head, 'github-actions')).filter(
      (check) => check.conclusion === 'success',
    );
    return (
      ['build', 'test', 'security-scan', 'Flotilla'].every((name) =>
        green.some((check) => check.name === name),
      ) || null
    );
  });
  await maintainer.post(`pulls/${at.pull}/reviews`, {
    event: 'APPROVE',
    commit_id: at.head,
    body: 'All green.',
  });
  await flotillaSays(agent, at, /^Failed: /);
  await ask(agent, at);
  await flotillaSays(agent, at, /^(?:Failed: |Out of the queue: a gate failed)/);
  await giveUp(agent, at);
}

function outcome({ github }: Agent, { pull }: Undertaking, after = 0): Promise<PullOutcome> {
  return github.poll(() => pullOutcome(github, pull, after));
}

/** Waits until the `Flotilla` check of the head has a title like this. */
async function flotillaSays({ github }: Agent, { head, pull }: Undertaking, title: RegExp): Promise<void> {
  await github.poll(async () => {
    if ((await pullOutcome(github, pull, 0))?.kind === 'landed')
      throw new Error(`#${pull} landed, and never should have.`);
    const checks = await checksOf(github, head, 'flotilla');
    return checks.some((check) => title.test(check.output.title ?? '')) || null;
  });
}

/** Asks for the lane, and waits until the bot has seen that. */
async function ask({ github }: Agent, { pull, head }: Undertaking): Promise<void> {
  const { id } = await github.post<{ id: number }>(`issues/${pull}/comments`, { body: `/merge ${head}` });
  await github.poll(async () => {
    const reactions = await github.get<readonly { content: string }[]>(`issues/comments/${id}/reactions`);
    return reactions.some(({ content }) => content === '+1') || null;
  });
}

async function giveUp({ github, say }: Agent, { pull, issue }: Undertaking): Promise<void> {
  say(`gives up on #${pull}`);
  await github.patch(`pulls/${pull}`, { state: 'closed' });
  await github.post(`issues/${issue}/comments`, { body: '/release' });
}
