import type { RequestRecord } from './twin.ts';

/** Which requests a knob touches. `path` is compared with the concrete path; `operation` with the first GraphQL field. */
export type RequestMatcher =
  | {
      readonly method?: string;
      readonly path?: string | RegExp;
      readonly route?: string;
      readonly operation?: string;
    }
  | ((request: RequestRecord) => boolean);

export type DeliveryMatcher =
  string | RegExp | ((event: string, payload: Record<string, unknown>) => boolean);

export interface Failure {
  /** `'reset'` cuts the connection instead of answering. */
  readonly status: number | 'reset';
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** `'after'`: the effect happens and only the answer is lost. */
  readonly when?: 'before' | 'after';
  readonly times?: number;
}

/**
 * `drop`: never sent, logged as a failed attempt. `lose`: never sent and logged as delivered with 200.
 * `vanish`: neither sent nor logged. `double`: sent twice with one GUID. `late`: sent after the next delivery.
 */
export type DeliveryFault = 'drop' | 'lose' | 'vanish' | 'double' | 'late' | { readonly delayMs: number };

/** What a test may turn. All chance comes from the twin's seed. */
export interface Knobs {
  failNext(matcher: RequestMatcher, failure: Failure): void;
  /** Runs `hook` around each matched request until the returned function is called (or `times` ran out). */
  onRequest(
    matcher: RequestMatcher,
    hook: () => Promise<void> | void,
    o?: { when?: 'before' | 'after'; times?: number },
  ): () => void;
  faultDeliveries(matcher: DeliveryMatcher, fault: DeliveryFault, times?: number): () => void;
  /** Chances from 0 to 1, drawn from the seed for every delivery. */
  chaos(o: { drop?: number; double?: number; late?: number }): void;
  holdDeliveries(): void;
  /** Sends what was held and holds no longer. */
  releaseDeliveries(order?: 'kept' | 'reversed' | 'shuffled'): void;
  /** The next `reads` reads of the branch answer its tip as of `behind` updates ago. */
  staleRef(repo: { readonly id: number }, branch: string, o: { behind?: number; reads: number }): void;
  /** The same of a pull request, whether by number of reads or until something is so. */
  stalePull(
    repo: { readonly id: number },
    number: number,
    o: { behind?: number; reads: number } | { behind?: number; until: () => boolean },
  ): void;
  /** How many reads of a pull request answer `mergeable: null` after head or base moved; 1 unless told. */
  mergeableNullReads(reads: number): void;
  /** Refuses updates of the ref (full name, or a prefix ending in `*`) to everyone, or to all but `except` logins. */
  protectRef(
    repo: { readonly id: number },
    ref: string,
    o?: { except?: readonly string[]; message?: string },
  ): () => void;
  /** Sets what is left of the primary limit of every token until the hour ends. */
  rateLimit(o: { limit?: number; remaining?: number }): void;
  /** GitHub's clock goes before that of this machine. */
  clockAhead(ms: number): void;
  /** Undoes every knob. */
  reset(): void;
}

/** The state behind the knobs, consulted by the server, the outbox and ref updates. */
export interface KnobState {
  readonly failures: { matcher: RequestMatcher; failure: Failure; left: number }[];
  readonly hooks: Set<{
    matcher: RequestMatcher;
    hook: () => Promise<void> | void;
    when: 'before' | 'after';
    left: number;
  }>;
  readonly deliveryFaults: Set<{ matcher: DeliveryMatcher; fault: DeliveryFault; left: number }>;
  readonly protections: Set<{ repo: number; ref: string; except: readonly string[]; message: string }>;
  readonly staleRefs: Map<string, { behind: number; left: number }>;
  readonly stalePulls: Map<string, { behind: number; left: number; until?: () => boolean }>;
  /** The heads that were shown last of pull requests that are read stale. */
  readonly staleHeads: Map<string, string>;
  chances: { drop: number; double: number; late: number };
  holding: boolean;
  nullReads: number;
  limit: number;
  aheadMs: number;
}

export function newKnobState(): KnobState {
  return {
    failures: [],
    hooks: new Set(),
    deliveryFaults: new Set(),
    protections: new Set(),
    staleRefs: new Map(),
    stalePulls: new Map(),
    staleHeads: new Map(),
    chances: { drop: 0, double: 0, late: 0 },
    holding: false,
    nullReads: 1,
    limit: 5000,
    aheadMs: 0,
  };
}

/** Builds the knobs over their state; `release` sends held deliveries, `setRemaining` overwrites the rate counters. */
export function createKnobs(
  state: KnobState,
  deps: { release: (order?: 'kept' | 'reversed' | 'shuffled') => void; setUsed: (remaining: number) => void },
): Knobs {
  return {
    failNext(matcher, failure) {
      state.failures.push({ matcher, failure, left: failure.times ?? 1 });
    },
    onRequest(matcher, hook, o = {}) {
      const entry = { matcher, hook, when: o.when ?? 'before', left: o.times ?? Infinity } as const;
      state.hooks.add(entry);
      return () => state.hooks.delete(entry);
    },
    faultDeliveries(matcher, fault, times = Infinity) {
      const entry = { matcher, fault, left: times };
      state.deliveryFaults.add(entry);
      return () => state.deliveryFaults.delete(entry);
    },
    chaos(o) {
      state.chances = { drop: o.drop ?? 0, double: o.double ?? 0, late: o.late ?? 0 };
    },
    holdDeliveries() {
      state.holding = true;
    },
    releaseDeliveries(order) {
      state.holding = false;
      deps.release(order);
    },
    staleRef(repo, branch, o) {
      state.staleRefs.set(`${repo.id} refs/heads/${branch}`, { behind: o.behind ?? 1, left: o.reads });
    },
    stalePull(repo, number, o) {
      const how = 'reads' in o ? { left: o.reads } : { left: Infinity, until: o.until };
      state.stalePulls.set(`${repo.id} ${number}`, { behind: o.behind ?? 1, ...how });
    },
    mergeableNullReads(reads) {
      state.nullReads = reads;
    },
    protectRef(repo, ref, o = {}) {
      const message =
        o.message ?? 'Repository rule violations found\n\nCannot update this protected ref.\n\n';
      const entry = { repo: repo.id, ref, except: o.except ?? [], message };
      state.protections.add(entry);
      return () => state.protections.delete(entry);
    },
    rateLimit(o) {
      if (o.limit !== undefined) state.limit = o.limit;
      if (o.remaining !== undefined) deps.setUsed(state.limit - o.remaining);
    },
    clockAhead(ms) {
      state.aheadMs = ms;
    },
    reset() {
      const wasHolding = state.holding;
      Object.assign(state, { ...newKnobState() });
      if (wasHolding) deps.release();
    },
  };
}

export function matchesRequest(matcher: RequestMatcher, request: RequestRecord): boolean {
  if (typeof matcher === 'function') return matcher(request);
  if (matcher.method !== undefined && matcher.method.toUpperCase() !== request.method) return false;
  if (matcher.route !== undefined && matcher.route !== request.route) return false;
  if (matcher.operation !== undefined && matcher.operation !== request.graphqlOperation) return false;
  if (matcher.path === undefined) return true;
  return typeof matcher.path === 'string'
    ? request.path.includes(matcher.path)
    : matcher.path.test(request.path);
}

export function matchesDelivery(
  matcher: DeliveryMatcher,
  event: string,
  payload: Record<string, unknown>,
): boolean {
  if (typeof matcher === 'function') return matcher(event, payload);
  const name = typeof payload.action === 'string' ? `${event}.${payload.action}` : event;
  return typeof matcher === 'string' ? matcher === event || matcher === name : matcher.test(name);
}

/** The first entry that matches and has uses left, with one use taken. */
export function takeUse<T extends { left: number }>(
  entries: Iterable<T>,
  matches: (entry: T) => boolean,
): T | undefined {
  for (const entry of entries) {
    if (entry.left <= 0 || !matches(entry)) continue;
    entry.left -= 1;
    return entry;
  }
  return undefined;
}
