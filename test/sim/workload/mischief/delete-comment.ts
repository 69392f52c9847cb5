import type { World } from '../../world.ts';

/** Somebody takes back what was said, be it a person or Flotilla. */
export function deleteComment({ github, random }: World): string | null {
  const there = github.comments.filter((comment) => !comment.gone.get());
  if (there.length === 0) return null;
  const comment = random.pick(there);
  comment.gone.set(github.now(), true);
  return `deletes comment ${comment.id}`;
}
