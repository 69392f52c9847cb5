import { SCANNER } from '../../memory-github/ci.ts';
import { ADMIN } from '../../people.ts';
import type { World } from '../../world.ts';

/** The scanner finds something after all. */
export function flipCheck(world: World): string | null {
  const { github, random } = world;
  const passed = github.checks.filter(
    ({ appId, state }) => appId === SCANNER.appId && state.get().conclusion === 'success',
  );
  if (passed.length === 0) return null;
  const { id, appId, app, name, sha, state } = random.pick(passed);
  state.set(github.now(), { status: 'completed', conclusion: 'failure', title: '' });
  const check = { id, appId, app, name, sha, completed: true, conclusion: 'failure', url: '' };
  github.emit({ kind: 'check', check }, world.by(ADMIN));
  return `check ${id} fails after all`;
}
