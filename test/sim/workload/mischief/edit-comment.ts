import type { World } from '../../world.ts';

/** What somebody said becomes a command, or another one. Edits never run. */
export function editComment({ github, random }: World): string | null {
  const there = github.comments.filter((comment) => !comment.byApp && !comment.gone.get());
  if (there.length === 0) return null;
  const comment = random.pick(there);
  const body = random.pick(['/release', '/claim', '/lane pause mine', '/merge', 'Never mind.']);
  comment.body.set(github.now(), body);
  return `edits comment ${comment.id} to ${body}`;
}
