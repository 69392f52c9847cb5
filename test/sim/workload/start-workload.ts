import { ADMIN, AGENTS, CROWD } from '../people.ts';
import { EPICS } from '../sim-config.ts';
import type { World } from '../world.ts';
import { agentTurn, say } from './agent-turn.ts';
import { mischief } from './mischief/mischief.ts';
import { peopleTurn } from './people-turn.ts';

const ISSUES_PER_EPIC = 8;

export interface WorkloadSize {
  /** How long the world is busy, in milliseconds. */
  readonly lengthMs: number;
  readonly faults: number;
  readonly mischief: number;
}

/** Issues first, then everybody at once until the time is over. */
export function startWorkload(world: World, size: WorkloadSize): void {
  const { random, scheduler, github } = world;
  const end = scheduler.now() + size.lengthMs;
  scheduler.after(3_000, 'issues', () => {
    for (let index = 0; index < ISSUES_PER_EPIC * EPICS.length; index += 1) {
      const epic = EPICS[index % EPICS.length];
      const number = index + 1;
      const dependsOn = number > 12 && random.chance(0.25) ? `\nDepends on #${random.between(1, 6)}` : '';
      const labels = epic ? [`epic:${epic.key}`] : [];
      github.openIssue({ title: `Task ${number}`, body: `Do it.${dependsOn}`, labels }, world.by(ADMIN));
    }
    crowd(world);
  });
  every([800, 4_500], () => agentTurn(world, random.pick(AGENTS)));
  every([4_000, 16_000], () => peopleTurn(world));
  for (let index = 0; index < size.faults; index += 1) {
    scheduler.after(random.between(8_000, size.lengthMs), 'fault', () => note(`arms ${world.faults.arm()}`));
  }
  for (let index = 0; index < size.mischief; index += 1)
    scheduler.after(random.between(20_000, size.lengthMs), 'mischief', () => note(mischief(world)));
  for (let index = random.int(4); index > 0; index -= 1) lagFor(random.between(20_000, size.lengthMs));

  function every([from, to]: readonly [number, number], action: () => string): void {
    scheduler.after(random.between(from, to) + 4_000, 'turn', () => {
      if (scheduler.now() >= end) return;
      note(action());
      every([from, to], action);
    });
  }

  function lagFor(after: number): void {
    scheduler.after(after, 'replicas fall behind', () => {
      world.faults.setLag(random.between(1_000, 29_000));
      scheduler.after(random.between(10_000, 90_000), 'replicas catch up', () => world.faults.setLag(0));
    });
  }

  function note(what: string): void {
    world.trace.add(scheduler.now(), `* ${what}`);
  }
}

/** Two to a hundred agents ask for the same task at once; mostly a few, since a hundred cost as much as the rest. */
function crowd(world: World): void {
  const { random, scheduler } = world;
  scheduler.after(random.between(2_000, 20_000), 'a crowd', () => {
    const issue = random.between(1, 6);
    const size = random.chance(0.15) ? random.between(21, 100) : random.between(2, 20);
    for (const agent of [...AGENTS, ...CROWD].slice(0, size)) say(world, agent, issue, '/claim');
    world.faults.count(size > 20 ? 'a crowd of up to 100' : 'a crowd of up to 20');
  });
}
