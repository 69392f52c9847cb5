import type { World } from '../world.ts';

/** One story: what has happened before, what happens then, when it is over, and how it must have ended. */
export interface Scenario {
  readonly name: string;
  /** Whether GitHub sends each delivery twice. */
  readonly twice?: boolean;
  /** Brings the world to where the story begins; nothing goes wrong meanwhile. */
  readonly arrange: (world: World) => Promise<void>;
  readonly act: (world: World) => void;
  /** Whether the story is over, but for what is still to be sent. */
  readonly isOver: (world: World) => boolean;
  /** What is not as it should be once everything is at rest; null: all is well. */
  readonly problem: (world: World) => string | null;
}
