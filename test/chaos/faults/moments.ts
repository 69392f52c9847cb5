import type { Random } from '../random.ts';
import type { Moment } from '../servers/http-relay.ts';
import type { Member } from '../crew/member.ts';

type Kind = (method: string, path: string) => boolean;

/** What a worker is about to ask of GitHub when it is struck. */
const WORK: readonly Kind[] = [
  // A lane's step: the scratch branch, the merge, the candidate, the landing.
  (method, path) => method === 'POST' && /\/(git\/refs|merges|graphql)$/.test(path),
  // Something visible.
  (method, path) => method !== 'GET' && /\/(comments|reactions|labels|check-runs)/.test(path),
  // Whatever else it writes, or reads.
  (method) => method !== 'GET',
  () => true,
];

export interface Strike {
  /** The one at whom it happened. */
  readonly victim: Member;
  /** False: nobody came by in time, and it was struck at rest. */
  readonly atWork: boolean;
}

const PATIENCE_MS = 3_000;

/**
 * Waits until one of `candidates` has a request on its way, or the answer to it, and does `act` at exactly that moment.
 * When none comes by in time, it is done to any of them. `then`: what becomes of that request.
 */
export function strikeAtWork(
  candidates: readonly Member[],
  random: Random,
  act: (victim: Member) => Promise<void>,
  then: 'goes on' | 'is lost',
): Promise<Strike> {
  const when = random.pick(['before', 'after'] as const);
  const matches = random.pick(WORK);
  const anyone = random.pick(candidates);
  return new Promise((resolve, reject) => {
    let struck = false;
    const strike = async (victim: Member, atWork: boolean): Promise<void> => {
      if (struck) return;
      struck = true;
      clearTimeout(patience);
      for (const giveUp of givingUp) giveUp();
      await act(victim).then(() => resolve({ victim, atWork }), reject);
    };
    const patience = setTimeout(() => void strike(anyone, false), PATIENCE_MS);
    const givingUp = candidates.map((member) => {
      const moment = (): Moment<{ port: number }>['act'] => async () => {
        if (struck) return 'goes on';
        await strike(member, true);
        return then;
      };
      return member.line.expect({ when, matches, act: moment() });
    });
  });
}
