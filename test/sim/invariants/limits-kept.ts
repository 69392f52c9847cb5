import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** Of I12: what GitHub turned away for a time is not asked again before that time. */
export function limitsKept(world: World): Invariant {
  const waits = new Map<string, number>();
  return {
    onBusy(_runner, method, args, until) {
      const key = keyOf(method, args);
      if (key === null) return;
      const known = waits.get(key);
      const now = world.scheduler.now();
      if (known !== undefined && now < known)
        world.fail('I12', `${key} was sent again ${known - now} ms before GitHub wanted to be asked`);
      waits.set(key, until);
    },
  };
}

function keyOf(method: string, args: readonly unknown[]): string | null {
  return method === 'perform' ? (args[2] as { key: string }).key : null;
}
