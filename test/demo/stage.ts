import type { Pool } from 'pg';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import type { SimulatedGitHub, TwinUser } from '../github/start-github.ts';
import type { DemoPlan } from './demo-plan.ts';
import type { Tell } from './narrator.ts';
import type { testedTrees } from './tested-trees.ts';
import type { History } from './verify-landings.ts';

/** Everything that is there when the play begins. */
export interface Stage {
  readonly plan: DemoPlan;
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  /** The agents' accounts by name. */
  readonly accounts: ReadonlyMap<string, TwinUser>;
  readonly maintainer: TwinUser;
  /** Flotilla's database, for counting when all is over. */
  readonly pool: Pool;
  readonly trees: ReturnType<typeof testedTrees>;
  readonly history: Omit<History, 'tested'>;
  /** For what the agents need on disk. */
  readonly folder: string;
  readonly tell: Tell;
  readonly signal: AbortSignal;
  readonly statusUrl: string;
}
