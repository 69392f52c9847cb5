import type { Sha } from '../../../src/core/model/ids.ts';
import { SCANNER, WORKFLOW } from '../memory-github/ci.ts';
import { CONFIG_PATH } from '../memory-github/create-memory-github.ts';
import { DEFAULT_BRANCH } from '../memory-github/github-model.ts';
import { createVersioned } from '../memory-github/versioned.ts';
import { ADMIN, AGENTS, MAINTAINER, READER, WRITER } from '../people.ts';
import { EPICS, firstConfig } from '../sim-config.ts';
import type { World } from '../world.ts';
import { pushTo } from './edits.ts';

/** What the world does to programs and rules: each counts as a fault. */
export function mischief(world: World): string {
  const { random, faults } = world;
  faults.count();
  const chosen = random.int(100);
  if (chosen < 22) return forge(world);
  if (chosen < 34) return resetTarget(world);
  if (chosen < 46) return changeRights(world);
  if (chosen < 58) return changeRules(world);
  if (chosen < 66) return deleteComment(world);
  if (chosen < 76) return dropCandidate(world);
  if (chosen < 88) return rerun(world);
  return jumpClock(world);
}

/** Any branch can have a workflow that says anything about any commit, under any name. */
function forge(world: World): string {
  const { github, random } = world;
  const commits = [...github.refs].flatMap(([branch, ref]) =>
    branch.includes('/') && !branch.startsWith('flotilla/prep/') ? [ref.get()] : [],
  );
  const commit = random.pick(commits.length > 0 ? commits : [null]);
  if (commit === null) return 'finds nothing to forge';
  const id = github.nextId();
  const at = github.now();
  const by = world.by(READER);
  if (random.chance(0.5)) {
    const state = { status: 'completed', conclusion: 'success', title: '' };
    const check = { id, appId: 15_368, app: 'github-actions', name: SCANNER.check, sha: commit };
    github.checks.push({ ...check, key: null, createdAt: at, state: createVersioned(at, state) });
    github.emit({ kind: 'check', check: { ...check, completed: true, conclusion: 'success', url: '' } }, by);
    return `forges a check on ${commit}`;
  }
  const run = forgedRun(id, commit);
  github.runs.push({ run: createVersioned(at, run), createdAt: at, genuine: false });
  github.emit({ kind: 'workflow_run', run }, by);
  return `forges a run on ${commit}`;
}

function forgedRun(id: number, commit: Sha) {
  const jobs = ['build', 'test (1)', 'test (2)'].map((name) => ({
    name,
    completed: true,
    conclusion: 'success',
    url: '',
  }));
  return {
    id,
    attempt: 1,
    workflow: WORKFLOW,
    event: 'push',
    branch: 'evil',
    sha: commit,
    completed: true,
    conclusion: 'success',
    url: '',
    jobs,
  };
}

function resetTarget(world: World): string {
  const { github, random } = world;
  const { branch } = random.pick(EPICS);
  const tip = github.tip(branch);
  const parent = tip && github.git.get(tip).parents[0];
  if (!parent || !random.chance(0.4)) return `${branch} stays`;
  github.moveRef(branch, parent, world.by(ADMIN));
  return `resets ${branch} to its parent`;
}

function changeRights(world: World): string {
  const { github, random } = world;
  const permission = random.pick(['none', 'read', 'write', 'write'] as const);
  github.permissions.get(WRITER.id)?.set(github.now(), permission);
  return `${WRITER.login} may ${permission}`;
}

function changeRules(world: World): string {
  const { github, random } = world;
  const tip = github.tip(DEFAULT_BRANCH);
  if (tip === null) return 'no default branch';
  const config = firstConfig();
  const without = random.chance(0.6) ? random.pick(AGENTS).id : null;
  const changed = { ...config, agents: config.agents.filter(({ id }) => id !== without) };
  const text = random.chance(0.15) ? '{' : JSON.stringify(changed);
  pushTo(world, ADMIN, DEFAULT_BRANCH, tip, { [CONFIG_PATH]: text });
  return 'changes the configuration';
}

function deleteComment(world: World): string {
  const { github, random } = world;
  const there = github.comments.filter((comment) => !comment.gone.get());
  if (there.length === 0) return 'finds no comment';
  const comment = random.pick(there);
  comment.gone.set(github.now(), true);
  return `deletes comment ${comment.id}`;
}

/** The ref that permits a landing is gone: somebody cleaned up. */
function dropCandidate(world: World): string {
  const { github, random } = world;
  const refs = [...github.refs].filter(
    ([name, ref]) => name.startsWith('flotilla/candidate/') && ref.get() !== null,
  );
  if (refs.length === 0) return 'finds no candidate';
  const [name] = random.pick(refs);
  github.moveRef(name, null, world.by(MAINTAINER));
  return `deletes ${name}`;
}

/** A failed run is run again, and its flaky test passes. */
function rerun(world: World): string {
  const { github, random } = world;
  const ended = github.runs.filter(({ run, genuine }) => genuine && run.get().completed);
  if (ended.length === 0) return 'finds no run';
  const { run } = random.pick(ended);
  const shown = run.get();
  run.set(github.now(), {
    ...shown,
    attempt: shown.attempt + 1,
    completed: false,
    conclusion: null,
    jobs: [],
  });
  world.scheduler.after(random.between(2_000, 20_000), `run ${shown.id} again`, () => {
    const again = { ...shown, attempt: shown.attempt + 1 };
    run.set(github.now(), again);
    github.emit({ kind: 'workflow_run', run: again }, world.by(ADMIN));
  });
  return `runs ${shown.id} again`;
}

function jumpClock(world: World): string {
  const name = `w${world.random.int(5)}`;
  world.skews.set(name, world.random.between(-90_000, 90_000));
  return `the clock of ${name} jumps`;
}
