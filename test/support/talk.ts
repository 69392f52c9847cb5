import type { Comment, Issue } from '../github/model.ts';
import type { Thread } from './see.ts';
import type { World } from './world.ts';

/** An issue that has become a task: of epic 1, unless its labels say otherwise. */
export async function openTask(
  world: World,
  more: { title?: string; body?: string; labels?: readonly string[] } = {},
): Promise<Issue> {
  const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'], ...more });
  await world.settle();
  return issue;
}

/** Somebody comments, and everything that follows has happened. */
export async function say(
  world: World,
  thread: Thread,
  by: { readonly login: string },
  body: string,
): Promise<Comment> {
  const comment = world.repo.comment(thread, by, body);
  await world.settle();
  return comment;
}
