import type { Agent } from './agent.ts';
import { botComments } from './bot-comments.ts';
import { readReply, tellsOfLapse, type ClaimReply } from './read-reply.ts';

/** Says `/claim`, reads the answer, and asks again when what it waits for has happened. */
export async function claimTask(
  agent: Agent,
  issue: number,
): Promise<Extract<ClaimReply, { kind: 'held' }>> {
  const { github } = agent;
  for (;;) {
    const { id } = await github.post<{ id: number }>(`issues/${issue}/comments`, { body: '/claim' });
    const closedBefore = await closedIssues(agent);
    const answer = await github.poll(() => answerTo(agent, issue, id));
    if (answer.kind === 'held') return answer;
    await github.poll(async () => ((await worthAsking(agent, issue, id, answer.waitsFor, closedBefore)) ? true : null));
  }
}

/** A reply names the comment that it answers, in a line that readers do not see. */
async function answerTo({ github }: Agent, issue: number, asked: number): Promise<ClaimReply | null> {
  const found = (await botComments(github, issue, asked)).find(({ body }) => body.includes(`:reply:${asked}:`));
  return found ? readReply(found.body) : null;
}

async function worthAsking(
  agent: Agent,
  issue: number,
  asked: number,
  waitsFor: readonly number[],
  closedBefore: ReadonlySet<number>,
): Promise<boolean> {
  const closed = await closedIssues(agent);
  if (waitsFor.length > 0) return waitsFor.every((number) => closed.has(number));
  if (closed.size > closedBefore.size) return true;
  return (await botComments(agent.github, issue, asked)).some(({ body }) => tellsOfLapse(body));
}

async function closedIssues({ github }: Agent): Promise<ReadonlySet<number>> {
  const issues = await github.get<readonly { number: number; pull_request?: object }[]>(
    'issues?state=closed&per_page=100',
  );
  return new Set(issues.filter((issue) => !issue.pull_request).map((issue) => issue.number));
}
