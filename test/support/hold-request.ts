import type { RequestMatcher } from '../github/knobs.ts';
import type { World } from './world.ts';

export interface HeldRequest {
  /** Resolves when the request has come, and waits. */
  readonly came: Promise<void>;
  /** Lets GitHub go on with it. */
  release(): void;
}

/** Keeps the next request of a kind waiting: before GitHub acts on it, or before it says that it did. */
export function holdRequest(world: World, matcher: RequestMatcher, when: 'before' | 'after'): HeldRequest {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const came = new Promise<void>((resolve) => {
    const hook = (): Promise<void> => {
      resolve();
      return released;
    };
    world.github.knobs.onRequest(matcher, hook, { when, times: 1 });
  });
  return { came, release };
}
