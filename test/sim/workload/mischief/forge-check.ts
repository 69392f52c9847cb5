import { SCANNER } from '../../memory-github/ci.ts';
import { createVersioned } from '../../memory-github/versioned.ts';
import { READER } from '../../people.ts';
import type { World } from '../../world.ts';
import { someCommit } from './some-commit.ts';

/** Any branch can have a workflow whose token says anything about any commit, under any name. */
export function forgeCheck(world: World): string | null {
  const { github } = world;
  const commit = someCommit(world);
  if (commit === null) return null;
  const at = github.now();
  const state = { status: 'completed', conclusion: 'success', title: '' };
  const check = {
    id: github.nextId(),
    appId: 15_368,
    app: 'github-actions',
    name: SCANNER.check,
    sha: commit,
  };
  github.checks.push({ ...check, key: null, createdAt: at, state: createVersioned(at, state) });
  const shown = { ...check, completed: true, conclusion: 'success', url: '' };
  github.emit({ kind: 'check', check: shown }, world.by(READER));
  return `forges a check on ${commit}`;
}
