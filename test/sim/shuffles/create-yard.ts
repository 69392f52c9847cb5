import { importRepository } from '../../../src/usecases/import-repository.ts';
import { sweep } from '../../../src/usecases/work/sweep.ts';
import { startCi } from '../memory-github/ci.ts';
import { CONFIG_PATH, createMemoryGitHub, REPOSITORY } from '../memory-github/create-memory-github.ts';
import { createGitHubModel, DEFAULT_BRANCH, type GitHubModel } from '../memory-github/github-model.ts';
import { createVersioned } from '../memory-github/versioned.ts';
import { createMemoryStore } from '../memory-store/create-memory-store.ts';
import { createDatabase, type Database } from '../memory-store/database.ts';
import { ADMIN, PERMISSIONS } from '../people.ts';
import { createProgram, type Program } from '../program.ts';
import { createRandom, type Random } from '../random.ts';
import { createScheduler, type Runner, type Scheduler } from '../scheduler.ts';
import { createSimLog } from '../silent-log.ts';
import type { Trace } from '../trace.ts';
import type { Payload } from '../webhooks.ts';
import { shuffleConfig } from './shuffle-config.ts';

const START = Date.UTC(2026, 0, 5, 8);
/** How often others go on between two statements of a transaction. */
const INTERLEAVING = 0.05;

/** A repository, and one worker that took it in when it was empty. */
export interface Yard {
  readonly scheduler: Scheduler;
  readonly github: GitHubModel;
  readonly database: Database;
  readonly program: Program;
  /** What GitHub would have sent by now, oldest first. */
  readonly sent: readonly Payload[];
  /** Payloads by the GUIDs they come under. */
  readonly arriving: Map<string, Payload>;
  /** What was logged at warn and above. */
  readonly errors: readonly string[];
  /** Runs until `work` is done. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
  /** From now on this decides who goes on when several may. */
  readonly mix: (random: Random) => void;
  /** Everything that is due is done, as the worker's sweep does it each few seconds. */
  readonly sweep: () => Promise<void>;
}

/** Everything in it is the same each time, until it is mixed. */
export async function createYard(): Promise<Yard> {
  let random = createRandom(1);
  const chosen: Random = { ...random, int: (below) => random.int(below) };
  const scheduler = createScheduler(START, chosen, untold());
  const database = createDatabase(scheduler.now, (one) => scheduler.turn(one, 'has waited'));
  const github = createGitHubModel(scheduler.now);
  const runner: Runner = { name: 'w0', alive: true, frozenUntil: 0 };
  const sent: Payload[] = [];
  const arriving = new Map<string, Payload>();
  const errors: string[] = [];
  let ids = 0;

  const program = createProgram({
    runner,
    scheduler,
    random,
    store: createMemoryStore(database, {
      runner,
      scheduler,
      between: () => random.chance(INTERLEAVING),
      reach: () => scheduler.turn(runner, 'sql'),
      commit: async (_what, commit) => commit(),
      // The sweeps do what a bell would ring for.
      ring: () => undefined,
    }),
    github: createMemoryGitHub(github, runner.name, () => 0),
    log: createSimLog((message, data) => {
      errors.push(`${message}: ${'err' in data ? String(data.err) : ''}`);
    }),
    skew: () => 0,
    newId() {
      ids += 1;
      return `id-${ids}`;
    },
    payload(guid) {
      const found = arriving.get(guid);
      if (!found) throw new Error(`there is no delivery ${guid}`);
      return found;
    },
    sweeps: false,
  });
  const yard: Yard = {
    scheduler,
    github,
    database,
    program,
    sent,
    arriving,
    errors,
    async during(work) {
      let over = false;
      let failure: unknown = null;
      void work()
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          over = true;
        });
      await scheduler.run(() => over);
      if (failure) throw failure;
      if (!over) throw new Error('everybody waits for ever');
    },
    mix(other) {
      random = other;
    },
    sweep: () => sweep(program.deps, program.receiver),
  };

  for (const { account, permission } of PERMISSIONS)
    github.permissions.set(account.id, createVersioned(START, permission));
  const tree = { [CONFIG_PATH]: JSON.stringify(shuffleConfig()), 'README.md': 'yard' };
  const { sha } = github.git.commit({ tree, parents: [], message: 'first' });
  github.moveRef(DEFAULT_BRANCH, sha, { account: ADMIN, app: false, runner: null });
  await yard.during(() => importRepository(program.deps, REPOSITORY));
  startCi(github, scheduler, createRandom(1));
  github.onEvent = (event, by) => {
    if (!by.app) sent.push({ event, origin: { delivery: null, sender: by.account, bySelf: false } });
  };
  return yard;
}

/** Nobody reads the steps; writing them down takes a third of the time. */
function untold(): Trace {
  return { add: () => undefined, hash: () => '', tail: () => [], steps: () => 0 };
}
