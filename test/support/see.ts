import type { Comment } from '../github/model.ts';
import type { World } from './world.ts';

/** What people see of Flotilla on an issue or pull request, with moments and commits made the same in every run. */
export type Thread = number | { readonly number: number };

type Looked = Pick<World, 'repo' | 'github'>;

const STICKY = /<!-- flotilla:task:/;
const EPIC_STICKY = /<!-- flotilla:epic:/;

/** The bot's comments without the status comment, oldest first, without their hidden markers. */
export function replies(world: Looked, thread: Thread): readonly string[] {
  return own(world, thread)
    .filter(({ body }) => !STICKY.test(body) && !EPIC_STICKY.test(body))
    .map(({ body }) => steady(body));
}

/** The newest of them; empty: none. */
export function lastReply(world: Looked, thread: Thread): string {
  return replies(world, thread).at(-1) ?? '';
}

/** What was answered to one line of a comment; empty: nothing. */
export function replyTo(world: Looked, comment: Comment, line = 1): string {
  const marker = `<!-- flotilla:reply:${comment.id}:${line} -->`;
  const found = own(world, comment.issue).find(({ body }) => body.endsWith(marker));
  return found ? steady(found.body) : '';
}

/** The status comments of a thread: there is to be one. */
export function stickies(world: Looked, thread: Thread): readonly Comment[] {
  return own(world, thread).filter(({ body }) => STICKY.test(body));
}

/** What the status comment says. */
export function sticky(world: Looked, thread: Thread): string {
  return steady(stickies(world, thread)[0]?.body ?? '');
}

/** The status comments of epics in a thread. */
export function epicStickies(world: Looked, thread: Thread): readonly Comment[] {
  return own(world, thread).filter(({ body }) => EPIC_STICKY.test(body));
}

/** What the status comment of an epic says. */
export function epicSticky(world: Looked, thread: Thread): string {
  return steady(epicStickies(world, thread)[0]?.body ?? '');
}

/** The bot's reactions to a comment. */
export function reactions(comment: Comment): readonly string[] {
  return comment.reactions.map(({ content }) => content);
}

/** The labels of an issue, in the order of the alphabet. */
export function labels(world: Looked, thread: Thread): readonly string[] {
  return world.repo
    .issue(thread)
    .labels.map(({ name }) => name)
    .sort();
}

function own(world: Looked, thread: Thread): readonly Comment[] {
  return world.repo.comments(thread).filter(({ user }) => user.login === `${world.github.appSlug}[bot]`);
}

/** Text with moments and commits made the same in every run. */
export function steady(body: string): string {
  return body
    .replace(/\s*<!-- flotilla:.*? -->\s*$/, '')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '<moment>')
    .replace(/\]\(http[^)]*\)/g, '](<link>)')
    .replace(/\b[0-9a-f]{40}\b/g, '<commit>')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, '<commit>');
}
