import { tellsOfEjection, tellsOfHold } from '../../support/bot-words.ts';
import type { Comment } from '../../github/model.ts';
import type { TwinRepository } from '../../github/people/twin-repository.ts';

const BOT = 'flotilla[bot]';

/** What Flotilla answered to a claim; null: nothing yet. */
export function answerTo(repo: TwinRepository, asked: Comment): 'held' | 'refused' | null {
  const reply = botComments(repo, asked.issue.number).find(({ body }) =>
    body.includes(`:reply:${asked.id}:`),
  );
  if (!reply) return null;
  return tellsOfHold(reply.body) ? 'held' : 'refused';
}

/** The comments that tell of an ejection of this pull request, oldest first. */
export function ejections(repo: TwinRepository, pull: number): readonly Comment[] {
  return botComments(repo, pull).filter(({ body }) => tellsOfEjection(body));
}

function botComments(repo: TwinRepository, thread: number): readonly Comment[] {
  return repo.comments(thread).filter(({ user }) => user.login === BOT);
}
