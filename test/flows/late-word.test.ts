import { describe, expect } from 'vitest';
import type { GitHub } from '../../src/ports.ts';
import { reactions } from '../support/see.ts';
import { say } from '../support/talk.ts';
import { until } from '../support/until.ts';
import {
  candidatesWait,
  conclude,
  configure,
  landings,
  pushMore,
  standing,
  underTest,
  type Proposal,
} from '../support/work.ts';
import { it, type World } from '../support/world.ts';

/** What is said when a lane has read everything that decides, and is about to land. */
interface LateWord {
  readonly what: string;
  say(world: World, pull: Proposal): Promise<void>;
  readonly standing: string;
  /** What has it land after all; null: nothing does. */
  readonly next: string | null;
}

const WORDS: readonly LateWord[] = [
  { what: '/hold', say: comments('/hold'), standing: 'queued', next: '/unhold' },
  {
    what: '/lane pause',
    say: comments('/lane pause for the release'),
    standing: 'testing',
    next: '/lane resume',
  },
  { what: '/dequeue', say: comments('/dequeue'), standing: 'dequeued', next: null },
  {
    what: 'a push',
    async say(world, pull) {
      const head = await pushMore(world, pull);
      await until(async () => (await knownHead(world, pull)) === head, 'the push was not heard');
    },
    standing: 'head_changed',
    next: null,
  },
];

describe('between the last look and the landing', () => {
  for (const word of WORDS)
    it(`${word.what} is heard`, async ({ newWorld }) => {
      const moment = { isNear: false, hear: async () => {} };
      const world = await newWorld({
        workers: false,
        decide: candidatesWait,
        wrapGitHub: (github) => stopping(github, moment),
      });
      await configure(world, { merge: '{ auto: false }' });
      const pull = await underTest(world);
      await say(world, pull, world.maintainer, '/merge');
      expect(await standing(world, pull)).toBe('testing');

      const before = await landings(world);
      let heard = 0;
      moment.hear = async () => {
        heard += 1;
        moment.hear = async () => {};
        await world.startAnother({ workers: true });
        await word.say(world, pull);
      };
      await conclude(world);

      expect(heard).toBe(1);
      expect(await standing(world, pull)).toBe(word.standing);
      expect(await landings(world)).toEqual(before);
      if (word.next === null) return;
      await say(world, pull, world.maintainer, word.next);
      if (word.standing === 'queued') await conclude(world);
      expect(await standing(world, pull)).toBe('landed');
    });
});

/** Has something happen after the last that a lane asks before it lands: whether whoever wanted it still may. */
function stopping(github: GitHub, moment: { isNear: boolean; hear: () => Promise<void> }): GitHub {
  return {
    ...github,
    async pullFacts(repo, number, options) {
      const facts = await github.pullFacts(repo, number, options);
      moment.isNear = options.candidateBranch !== undefined;
      return facts;
    },
    async permission(project, account, fresh) {
      const permission = await github.permission(project, account, fresh);
      if (moment.isNear && fresh === 'fresh') await moment.hear();
      return permission;
    },
  };
}

function comments(text: string): LateWord['say'] {
  return async ({ repo, maintainer }, pull) => {
    const said = repo.comment(pull, maintainer, text);
    await until(() => reactions(said).includes('+1'), `${text} was not heard`);
  };
}

async function knownHead({ database }: World, { number }: Proposal): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ head_sha: string }>(
    'select head_sha from pull_requests where number = $1::integer',
    [number],
  );
  return rows[0]?.head_sha;
}
