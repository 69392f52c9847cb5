import { MAINTAINER } from '../../people.ts';
import type { World } from '../../world.ts';

/** The ref that permits a landing is gone: somebody cleaned up. */
export function dropCandidate(world: World): string | null {
  const { github, random } = world;
  const refs = [...github.refs].filter(
    ([name, ref]) => name.startsWith('flotilla/candidate/') && ref.get() !== null,
  );
  if (refs.length === 0) return null;
  const [name] = random.pick(refs);
  github.moveRef(name, null, world.by(MAINTAINER));
  return `deletes ${name}`;
}
