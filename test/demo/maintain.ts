import { checksOf } from './checks-of.ts';
import type { DemoTask } from './demo-plan.ts';
import type { GitHubClient } from './github-client.ts';

/** A pull request that its agent gave up. */
interface GivenUp {
  readonly pull: number;
  readonly head: string;
}

type Story = Exclude<DemoTask['story'], 'lands' | 'nobody'>;

/** What a maintainer can be talked into, once an agent has given up. Nothing of it may land. */
const FAVOURS: Readonly<Record<Story, (mona: GitHubClient, at: GivenUp) => Promise<void>>> = {
  async red() {},

  /** It changes the gates, and she asks for it without having looked. */
  async protected(mona, at) {
    await ask(mona, at);
    await flotillaSays(mona, at, /^Out of the queue: /);
  },

  /** She falls for the forged checks and approves; what the real workflow said still counts, whoever asks. */
  async forged(mona, at) {
    await mona.poll(async () => {
      const green = (await checksOf(mona, at.head, 'github-actions')).filter(
        ({ conclusion }) => conclusion === 'success',
      );
      const names = new Set(green.map(({ name }) => name));
      return FORGED.every((name) => names.has(name)) || null;
    });
    await mona.post(`pulls/${at.pull}/reviews`, {
      event: 'APPROVE',
      commit_id: at.head,
      body: 'All green.',
    });
    // Her approval is seen: of two objections one is left.
    await flotillaSays(mona, at, /^Author does not hold the task$/);
    await ask(mona, at);
    await flotillaSays(mona, at, /^Failed: /);
  },
};

const FORGED = ['build', 'test', 'security-scan', 'Flotilla'];

/** Follows the pull request of an issue that should not land, from the moment at which its agent gave up, and closes it. */
export async function maintain(
  mona: GitHubClient,
  issue: number,
  story: Story,
  isGivenUp: () => boolean,
): Promise<void> {
  await mona.poll(async () => isGivenUp() || null);
  const at = await pullOf(mona, issue);
  await FAVOURS[story](mona, at);
  const { merged } = await mona.get<{ merged: boolean }>(`pulls/${at.pull}`);
  if (merged) throw new Error(`#${at.pull} landed, and never should have.`);
  await mona.patch(`pulls/${at.pull}`, { state: 'closed' });
}

async function pullOf(mona: GitHubClient, issue: number): Promise<GivenUp> {
  const pulls = await mona.get<readonly Listed[]>('pulls?state=all&per_page=100');
  const found = pulls.find(({ body }) => body === `Task: #${issue}`);
  if (!found) throw new Error(`There is no pull request for #${issue}.`);
  return { pull: found.number, head: found.head.sha };
}

interface Listed {
  readonly number: number;
  readonly body: string | null;
  readonly head: { readonly sha: string };
}

/** Waits until the `Flotilla` check of the head has a title like this. */
async function flotillaSays(mona: GitHubClient, { head }: GivenUp, title: RegExp): Promise<void> {
  await mona.poll(async () => {
    const checks = await checksOf(mona, head, 'flotilla');
    return checks.some((check) => title.test(check.output.title ?? '')) || null;
  });
}

/** Asks for the lane, and waits until the bot has seen that. */
async function ask(mona: GitHubClient, { pull, head }: GivenUp): Promise<void> {
  const { id } = await mona.post<{ id: number }>(`issues/${pull}/comments`, { body: `/merge ${head}` });
  await mona.poll(async () => {
    const reactions = await mona.get<readonly { content: string }[]>(`issues/comments/${id}/reactions`);
    return reactions.some(({ content }) => content === '+1') || null;
  });
}
