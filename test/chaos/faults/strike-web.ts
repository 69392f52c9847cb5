import type { Crew } from '../crew/crew.ts';
import type { Member } from '../crew/member.ts';
import type { Random } from '../random.ts';
import type { Strike } from './moments.ts';

const PATIENCE_MS = 3_000;

/**
 * Does `act` to a web process when a delivery is on its way to it, or when it has stored one and GitHub has not heard of
 * that. When no delivery comes in time, it is done to any of them.
 */
export function strikeWeb(
  crew: Crew,
  random: Random,
  act: (victim: Member) => Promise<void>,
  then: 'goes on' | 'is lost',
): Promise<Strike | null> {
  const when = random.pick(['before', 'after'] as const);
  return new Promise((resolve, reject) => {
    let struck = false;
    const strike = async (victim: Member | undefined, atWork: boolean): Promise<void> => {
      struck = true;
      clearTimeout(patience);
      giveUp();
      if (!victim) return resolve(null);
      await act(victim).then(() => resolve({ victim, atWork }), reject);
    };
    const patience = setTimeout(
      () =>
        void strike(
          crew.webs.find(({ ready }) => ready),
          false,
        ),
      PATIENCE_MS,
    );
    const giveUp = crew.front.expect({
      when,
      matches: () => true,
      async act(victim) {
        if (struck || !victim.ready) return 'goes on';
        await strike(victim, true);
        return then;
      },
    });
  });
}
