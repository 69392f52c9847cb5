import type { Effect } from '../core/model/effect.ts';
import type { ProjectId } from '../core/model/ids.ts';

/** Reads and writes of changes to be made on GitHub, inside one transaction. */
export interface EffectRecords {
  want(effect: Effect): Promise<void>;
  /** Sends what was sent last once more: somebody changed on GitHub what we keep there. */
  again(project: ProjectId, key: string): Promise<void>;
  /** Whether this was ever wanted, as far back as it is kept. */
  isKnown(project: ProjectId, key: string): Promise<boolean>;
  /**
   * Comments sent or waiting in one thread during the last hour, for the reply limit. Nobody else counts those of
   * this thread until the end of the transaction.
   */
  repliesInLastHour(project: ProjectId, issue: number): Promise<number>;
}
