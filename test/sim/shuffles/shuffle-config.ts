import type { RepositoryConfig } from '../../../src/core/model/repository-config.ts';
import { firstConfig } from '../sim-config.ts';

/**
 * The simulated repository's rules, without what makes things compete: nothing enters a lane by itself, nothing is taken
 * over from other branches, and no lease ends before the last delivery came. Nor does an epic wait for another one: that
 * its percentage was reached is shown by a chore of its own, which is no part of this.
 */
export function shuffleConfig(): RepositoryConfig {
  const config = firstConfig();
  return {
    ...config,
    epics: config.epics.map((epic) => ({ ...epic, after: [], sync: [] })),
    merge: { ...config.merge, auto: false },
    claims: { leaseMs: 30 * 24 * 3_600_000, warnMs: 3_600_000 },
  };
}
