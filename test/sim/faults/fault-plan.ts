import type { Random } from '../random.ts';

/** What can go wrong with one call of a program to the world. */
export const CALL_FAULTS = [
  'crash_before',
  'crash_after',
  'freeze_before',
  'freeze_after',
  'error_before',
  'error_after',
  'late_effect',
  'busy',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** What can go wrong with a commit. */
export const COMMIT_FAULTS = [
  'crash_before',
  'crash_after',
  'freeze_before',
  'freeze_after',
  'lost_before',
  'lost_after',
] as const;
export type CommitFault = (typeof COMMIT_FAULTS)[number];

export const BELL_FAULTS = ['silent', 'doubled', 'late'] as const;
export type BellFault = (typeof BELL_FAULTS)[number];

export const DELIVERY_FAULTS = ['dropped', 'doubled', 'late', 'hours_late', 'reordered'] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** What happens just while a landing is on its way: somebody is faster, or its answer never comes. */
export const LANDING_FAULTS = ['target pushed', 'target force-reset', 'head pushed', 'answer lost'] as const;
export type LandingFault = (typeof LANDING_FAULTS)[number];

export type Where = 'lane_call' | 'landing' | 'github_write' | 'github_read' | 'commit' | 'bell' | 'delivery';

export type FaultCounts = Readonly<Record<string, number>>;

/** Faults that wait for the next call of their kind. */
export interface FaultPlan {
  /** The fault that strikes this call; null: none. */
  strike(where: 'lane_call' | 'github_write' | 'github_read'): CallFault | null;
  strike(where: 'landing'): LandingFault | null;
  strike(where: 'commit'): CommitFault | null;
  strike(where: 'bell'): BellFault | null;
  strike(where: 'delivery'): DeliveryFault | null;
  /** One more fault of a random kind; returns its name for the trace. */
  readonly arm: () => string;
  /** Reads are up to `ms` old from now on. */
  readonly setLag: (ms: number) => void;
  /** How old the next read is, in milliseconds. */
  readonly lag: () => number;
  /** How many of each kind have struck. */
  readonly struck: () => FaultCounts;
  /** Counts something that happened without being armed. */
  readonly count: (kind: string) => void;
  readonly stop: () => void;
}

interface Armed {
  readonly where: Where;
  readonly fault: string;
  /** How many calls are let through before. */
  skip: number;
}

const WEIGHTS: readonly Where[] = [
  'lane_call',
  'lane_call',
  'landing',
  'github_write',
  'github_write',
  'github_read',
  'commit',
  'commit',
  'bell',
  'delivery',
  'delivery',
];

export function createFaultPlan(random: Random): FaultPlan {
  let armed: Armed[] = [];
  let lagMs = 0;
  const struck: Record<string, number> = {};

  function count(kind: string): void {
    struck[kind] = (struck[kind] ?? 0) + 1;
  }

  function kindsOf(where: Where): readonly string[] {
    switch (where) {
      case 'github_write':
      case 'lane_call':
        return CALL_FAULTS;
      case 'landing':
        return LANDING_FAULTS;
      case 'github_read':
        return CALL_FAULTS.filter((fault) => fault !== 'late_effect');
      case 'commit':
        return COMMIT_FAULTS;
      case 'bell':
        return BELL_FAULTS;
      case 'delivery':
        return DELIVERY_FAULTS;
    }
  }

  function strike(where: Where): never {
    const next = armed.find((one) => one.where === where);
    if (!next) return null as never;
    if (next.skip > 0) {
      next.skip -= 1;
      return null as never;
    }
    armed = armed.filter((one) => one !== next);
    count(`${where} ${next.fault}`);
    return next.fault as never;
  }

  return {
    strike,
    arm() {
      const where = random.pick(WEIGHTS);
      const fault = random.pick(kindsOf(where));
      armed.push({ where, fault, skip: random.int(where === 'commit' ? 12 : 5) });
      return `${where} ${fault}`;
    },
    setLag(ms) {
      if (ms > 0) count('stale reads');
      lagMs = ms;
    },
    lag: () => (lagMs === 0 || random.chance(0.3) ? 0 : random.int(lagMs)),
    struck: () => struck,
    count,
    stop() {
      armed = [];
      lagMs = 0;
    },
  };
}
