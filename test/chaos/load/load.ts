import { setMaxListeners } from 'node:events';
import type { Stage } from '../start-stage.ts';
import type { Random } from '../random.ts';
import { doTask } from './do-task.ts';
import { createFleet, type ChaosTask, type Fleet } from './fleet.ts';
import { maintain } from './maintain.ts';
import { retire } from './retire.ts';

export interface Load {
  readonly fleets: readonly Fleet[];
  /** No more fleets: those that are there come to their end. Resolves when they have. */
  finish(): Promise<void>;
}

/**
 * Fleets at work side by side. A process that dies while it says something leaves its repository silent for a minute, so
 * the more often they die, the more repositories it takes to keep work under way.
 */
function fleetsAtOnce(kills: number): number {
  return kills > 50 ? 12 : 6;
}

/** Tasks that two agents want at about the same time. */
const CONTESTED = 0.2;

/** Takes the first task that is not among those out of the queue. */
function next(queue: ChaosTask[], begun: ReadonlySet<ChaosTask>): ChaosTask | undefined {
  const at = queue.findIndex((task) => !begun.has(task));
  return at === -1 ? undefined : queue.splice(at, 1)[0];
}

/** Keeps several repositories busy: when all tasks of one have ended, another one comes. */
export function startLoad({ github, pool, signal, options }: Stage, random: Random): Load {
  const fleets: Fleet[] = [];
  let created = 0;
  const finishing = new AbortController();
  const retiring = AbortSignal.any([signal, finishing.signal]);
  setMaxListeners(0, retiring);

  async function work(fleet: Fleet, chance: Random): Promise<void> {
    const queue = fleet.tasks.flatMap((task) => (chance.chance(CONTESTED) ? [task, task] : [task]));
    let working = true;
    const steering = maintain(fleet, chance.fork(), { over: () => !working, signal });
    // Looked at below; before that it may only fail together with the agents.
    steering.catch(() => undefined);
    const agents = fleet.agents.map(async (agent) => {
      const doing = { fleet, agent, random: chance.fork(), signal };
      // Whoever claims again what it holds renews it, and would begin anew what is about to be recorded as landed.
      const begun = new Set<ChaosTask>();
      for (let task = next(queue, begun); task; task = next(queue, begun)) {
        begun.add(task);
        await doTask(doing, task);
      }
    });
    await Promise.all(agents);
    working = false;
    await steering;
  }

  async function line(chance: Random): Promise<void> {
    while (!finishing.signal.aborted) {
      const fleet = await createFleet(github, (created += 1), chance.fork());
      fleets.push(fleet);
      await work(fleet, chance.fork());
      // It may take a while until the last words are said there; the next one need not wait for that.
      retire(fleet, { github, pool, signal: retiring }).catch(() => undefined);
    }
  }

  const lines = Promise.all(Array.from({ length: fleetsAtOnce(options.kills) }, () => line(random.fork())));
  // Whoever waits for the end hears of it; until then it must not end the process.
  lines.catch(() => undefined);
  return {
    fleets,
    async finish() {
      finishing.abort();
      await lines;
    },
  };
}
