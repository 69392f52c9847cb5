import { setTimeout as pause } from 'node:timers/promises';
import { startHttpRelay, type HttpRelay } from '../servers/http-relay.ts';
import { createMember, type Member } from './member.ts';

export interface Crew {
  readonly webs: readonly Member[];
  readonly workers: readonly Member[];
  /** Where GitHub sends its deliveries: they go to the web processes that are there, in turn. */
  readonly front: HttpRelay<Member>;
  /** Those that ended by themselves, in sentences. */
  readonly falls: readonly string[];
  /** Resolves when every member is up, but for those that are frozen. */
  allUp(signal: AbortSignal): Promise<void>;
  /** Resolves when at least one of each kind is up: enough for the work to go on. */
  someUp(signal: AbortSignal): Promise<void>;
  /** Ends all in order; answers what was not as it should be. */
  end(): Promise<readonly string[]>;
}

export interface CrewOptions {
  readonly entry: string;
  readonly folder: string;
  readonly githubUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logs: string | null;
  /** Is given how to end what was started. */
  readonly lend: (close: () => Promise<unknown>) => void;
}

const WEBS = 2;
const WORKERS = 3;

/** Two web and three worker processes; each asks GitHub through a line of its own. */
export async function startCrew(options: CrewOptions): Promise<Crew> {
  const falls: string[] = [];
  const github = { port: Number(new URL(options.githubUrl).port) };

  async function member(role: 'web' | 'worker', nth: number): Promise<Member> {
    const line = await startHttpRelay(() => github);
    const onFall = (what: string): void => void falls.push(what);
    return createMember({ ...options, name: `${role}-${nth}`, role, line, onFall });
  }

  const webs = await Promise.all(Array.from({ length: WEBS }, (_, nth) => member('web', nth + 1)));
  const workers = await Promise.all(Array.from({ length: WORKERS }, (_, nth) => member('worker', nth + 1)));
  const all = [...webs, ...workers];
  let turn = 0;
  const front = await startHttpRelay<Member>(() => {
    turn += 1;
    // A frozen one still accepts connections, as far as a balancer can see.
    const there = webs.filter(({ ready, frozen }) => ready || frozen);
    return there[turn % there.length] ?? null;
  });

  options.lend(async () => {
    await Promise.all(all.map((one) => one.kill()));
    await Promise.all([front.close(), ...all.map(({ line }) => line.close())]);
  });
  // At once, so that they meet at the migrations.
  await Promise.all(all.map((one) => one.start()));
  return {
    webs,
    workers,
    front,
    falls,
    async allUp(signal) {
      while (!all.every((one) => one.ready || one.frozen)) await pause(20, undefined, { signal });
    },
    async someUp(signal) {
      while (![webs, workers].every((kind) => kind.some(({ ready }) => ready)))
        await pause(20, undefined, { signal });
    },
    async end() {
      const codes = await Promise.all(all.map(async (one) => [one.name, await one.end()] as const));
      return codes
        .filter(([, code]) => code !== 0)
        .map(([name, code]) => `${name} ended with ${code} when it was asked to end`);
    },
  };
}
