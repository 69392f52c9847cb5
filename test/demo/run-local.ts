import type { Tell } from './narrator.ts';
import { closingStack } from './closing-stack.ts';
import { countLoaded, loadedFaults, type Loaded } from './count-loaded.ts';
import { startLocal, type Local } from './start-local.ts';

export interface LocalOptions {
  /** Of the status page; 0: a free one. */
  readonly port: number;
  readonly tell: Tell;
  /** Resolves when somebody wants it to end. */
  readonly interrupted: Promise<void>;
  /** Keep everything up until then. */
  readonly stay: boolean;
}

/** What `--local --json` prints last. */
export interface LocalReport extends Loaded {
  readonly problems: number;
}

/**
 * A simulated GitHub with its CI and a Flotilla to try things on: the plan that came with it is loaded, and nobody acts. Whatever
 * happens, nothing of it is left behind.
 */
export async function runLocal({ port, tell, interrupted, stay }: LocalOptions): Promise<{
  readonly report: LocalReport | null;
  readonly faults: readonly string[];
}> {
  const closing = closingStack();
  let left = false;
  const leave = interrupted.then(() => {
    left = true;
    return null;
  });
  try {
    const local = await startLocal({ port, tell, closing });
    const say = (text: string) => tell({ actor: 'local', mood: 'plain', text });
    say(`status page ${local.statusUrl}`);
    say(`simulated GitHub ${local.github.url}/repos/${local.repo.fullName}`);
    const changes = await Promise.race([load(local), leave]);
    if (changes === null) return { report: null, faults: ['It was interrupted before the plan was loaded.'] };
    const loaded = await countLoaded(local.pool, local.plan, () => left);
    const faults = loadedFaults(loaded, local.plan);
    const { tasks, epics, dependencies } = loaded;
    say(`${changes} changes: ${tasks} tasks in ${epics} epics, ${dependencies} dependencies`);
    if (stay) {
      say(`look around at ${local.statusUrl} and end with Ctrl-C`);
      say(`or, signed in as its operator, at ${await local.signInUrl()}`);
      say(`to be ${local.settings.agent} in another shell: . ${local.settings.file}`);
      await interrupted;
    }
    return { report: { ...loaded, problems: faults.length }, faults };
  } catch (error) {
    return {
      report: null,
      faults: [`It ended early. ${error instanceof Error ? error.message : String(error)}`],
    };
  } finally {
    await closing.closeAll();
  }
}

/** As `flotilla plan apply` does it. Returns how many changes it took. */
async function load({ session, repo, plan }: Local): Promise<number> {
  const [owner = '', name = ''] = repo.fullName.split('/');
  const where = await session.locate(owner, name);
  if (!where) throw new Error(`The App is not installed in ${repo.fullName}.`);
  const changes = await session.apply(where, plan, { progress() {}, waiting() {} });
  const { changes: still } = await session.compare(where, plan, { waiting() {} });
  if (still.length > 0)
    throw new Error(`${still.length} changes are still to make after the plan was applied.`);
  return changes;
}
