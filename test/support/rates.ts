import type { RequestRecord } from '../github/twin.ts';

/** What GitHub would count of the App's requests, in its own units. */
export interface Rates {
  readonly content: number;
  readonly points: number;
  readonly requests: number;
}

const NONE: Rates = { content: 0, points: 0, requests: 0 };

/** The most that arrived within any window of `windowMs`, counted at each arrival; requests for tokens aside. */
export function peakRates(requests: readonly RequestRecord[], windowMs: number): Rates {
  const calls = requests
    .filter(isOurs)
    .map((request) => ({ at: request.at.getTime(), cost: costOf(request) }));
  let peak = NONE;
  for (const { at } of calls) {
    const within = calls.filter((call) => call.at > at - windowMs && call.at <= at);
    const sum = within.reduce((total, { cost }) => combine(total, cost, (a, b) => a + b), NONE);
    peak = combine(peak, sum, Math.max);
  }
  return peak;
}

/** Whether an installation's budget pays for it: the App's own requests, in no installation's name, are not ours. */
export function isOurs({ actor }: RequestRecord): boolean {
  return actor === 'flotilla[bot]';
}

function costOf(request: RequestRecord): Rates {
  const content = createsContent(request) ? 1 : 0;
  return { content, points: isWrite(request) ? 5 : 1, requests: 1 };
}

function isWrite({ method, graphqlOperation }: RequestRecord): boolean {
  if (graphqlOperation === undefined) return method !== 'GET';
  return /^(update|add|remove|close)/.test(graphqlOperation);
}

function createsContent({ method, path, graphqlOperation }: RequestRecord): boolean {
  if (graphqlOperation === 'updateRefs') return true;
  return (
    method === 'POST' && /\/(comments|reactions|check-runs|labels|git\/refs|git\/commits|merges)$/.test(path)
  );
}

function combine(a: Rates, b: Rates, by: (a: number, b: number) => number): Rates {
  return {
    content: by(a.content, b.content),
    points: by(a.points, b.points),
    requests: by(a.requests, b.requests),
  };
}
