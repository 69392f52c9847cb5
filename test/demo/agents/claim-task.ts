import type { Agent } from './agent.ts';
import { botComments } from './bot-comments.ts';
import { readReply, tellsOfLapse, type ClaimReply } from './read-reply.ts';

type Held = Extract<ClaimReply, { kind: 'held' }>;
type Refused = Exclude<ClaimReply, Held>;

/** Says `/claim`, reads the answer, and asks again when what it waits for has happened. */
export async function claimTask(agent: Agent, issue: number): Promise<Held> {
  const { github } = agent;
  for (;;) {
    const before = (await closedIssues(agent)).size;
    const { id } = await github.post<{ id: number }>(`issues/${issue}/comments`, { body: '/claim' });
    const answer = await github.poll(() => answerTo(agent, issue, id));
    if (answer.kind === 'held') return answer;
    await github.poll(async () => (await mayBeFree(agent, issue, answer, { id, before })) || null);
  }
}

/** A reply names the comment that it answers, in a line that readers do not see. */
async function answerTo({ github }: Agent, issue: number, asked: number): Promise<ClaimReply | null> {
  const found = (await botComments(github, issue, asked)).find(({ body }) =>
    body.includes(`:reply:${asked}:`),
  );
  return found ? readReply(found.body) : null;
}

/** Whether something happened since `asked` that may change the answer. */
async function mayBeFree(
  agent: Agent,
  issue: number,
  answer: Refused,
  asked: { readonly id: number; readonly before: number },
): Promise<boolean> {
  if (answer.kind === 'taken') {
    return (await botComments(agent.github, issue, asked.id)).some(({ body }) => tellsOfLapse(body));
  }
  const closed = await closedIssues(agent);
  return answer.issues.length > 0
    ? answer.issues.every((number) => closed.has(number))
    : closed.size > asked.before;
}

async function closedIssues({ github }: Agent): Promise<ReadonlySet<number>> {
  const issues = await github.get<readonly { number: number; pull_request?: object }[]>(
    'issues?state=closed&per_page=100',
  );
  return new Set(issues.filter((issue) => !issue.pull_request).map((issue) => issue.number));
}
