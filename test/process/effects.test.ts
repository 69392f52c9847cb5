import { describe, expect } from 'vitest';
import type { RequestRecord } from '../github/twin.ts';
import { passTime } from '../support/pass-time.ts';
import { labels, reactions, replies, stickies, sticky } from '../support/see.ts';
import { openTask } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

/** A label of people's own stands beside ours. */
const LABELLED = { labels: ['epic:1', 'help wanted'] };
const COMMENTS = /\/issues\/\d+\/comments$/;

/** Sends what is due, once; what fails waits for its next time. */
async function sendOnce(world: World): Promise<void> {
  await world.github.idle();
  await world.database.pool.query(
    'update effects set due_at = clock_timestamp() where version > sent_version and attempts = 0',
  );
  await world.app.sweep();
}

/** Lets the next attempts be due, and those after them. */
async function tryAgain(world: World): Promise<void> {
  await passTime(world.database.pool, 2 * 3_600);
  await world.app.sweep();
  await passTime(world.database.pool, 2 * 3_600);
  await world.settle();
}

function posted(world: World, since: number): readonly RequestRecord[] {
  return world.github.requests
    .slice(since)
    .filter(({ method, path }) => method === 'POST' && COMMENTS.test(path));
}

describe('the status comment', () => {
  it('is one per task, edited in place', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    const [first] = stickies(world, issue);
    for (const said of ['/claim', '/release', '/claim']) {
      world.repo.comment(issue, world.agentD, said);
      await world.settle();
    }
    expect(stickies(world, issue).map(({ id }) => id)).toEqual([first?.id]);
    expect(sticky(world, issue)).toContain('| Holder | `agent-d` until <moment> |');
  });

  it('is edited at most once a minute while the state stays', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    const edits = () => world.github.requests.filter(({ method }) => method === 'PATCH').length;
    const before = edits();
    for (const share of ['- [ ] a\n- [ ] b', '- [x] a\n- [ ] b', '- [x] a\n- [x] b']) {
      world.repo.editIssue(issue, { body: share });
      await world.github.idle();
      await world.app.sweep();
    }
    expect(edits()).toBe(before);
    await passTime(world.database.pool, 61);
    await world.app.sweep();
    expect(edits()).toBe(before + 1);
    expect(sticky(world, issue)).toContain('checklist 2 of 2');
  });

  it('is made anew when somebody deleted it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    for (const comment of stickies(world, issue)) world.repo.deleteComment(comment);
    world.repo.comment(issue, world.agentD, '/claim');
    await world.settle();
    expect(stickies(world, issue)).toHaveLength(1);
    expect(sticky(world, issue)).toContain('in progress');
  });

  it('may stand among copies of its marker that others wrote', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    world.repo.comment(issue, world.stranger, 'Mine.\n\n<!-- flotilla:task:1 -->');
    world.github.knobs.failNext({ method: 'POST', path: COMMENTS }, { status: 502 });
    await sendOnce(world);
    await tryAgain(world);
    expect(stickies(world, issue)).toHaveLength(1);
    expect(world.repo.comments(issue)[0]?.body).toContain('Mine.');
  });
});

describe('an answer that never came', () => {
  it.for([502, 'reset'] as const)(
    '(%s) after the effect does not double it',
    async (status, { newWorld }) => {
      const world = await newWorld({ workers: false });
      const issue = await openTask(world, LABELLED);
      const since = world.github.requests.length;
      world.github.knobs.failNext({ method: 'POST', path: COMMENTS }, { status, when: 'after' });
      world.github.knobs.failNext({ method: 'POST', path: '/reactions' }, { status, when: 'after' });
      const comment = world.repo.comment(issue, world.agentD, '/claim');
      await sendOnce(world);
      expect(posted(world, since)).toHaveLength(1);

      await tryAgain(world);
      expect(posted(world, since)).toHaveLength(1);
      expect(replies(world, issue)).toHaveLength(1);
      expect(reactions(comment)).toEqual(['+1']);
    },
  );

  it('before the effect costs a while, and it comes once', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    world.github.knobs.failNext({ method: 'POST', path: COMMENTS }, { status: 503, times: 2 });
    const comment = world.repo.comment(issue, world.agentD, '/claim');
    await sendOnce(world);
    expect(replies(world, issue)).toEqual([]);
    await passTime(world.database.pool, 2);
    await world.app.sweep();
    expect(replies(world, issue)).toEqual([]);
    await tryAgain(world);
    expect(replies(world, issue)).toHaveLength(1);
    expect(reactions(comment)).toEqual(['+1']);
  });
});

describe('a limit', () => {
  it.for([403, 429])('(%s) is kept to: nothing before its time', async (status, { newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    const since = world.github.requests.length;
    world.github.knobs.failNext(
      { method: 'POST', path: COMMENTS },
      { status, headers: { 'retry-after': '90' }, message: 'You have exceeded a secondary rate limit.' },
    );
    world.repo.comment(issue, world.agentD, '/claim');
    await sendOnce(world);
    await passTime(world.database.pool, 80);
    await world.restart();
    await world.app.sweep();
    expect(posted(world, since)).toHaveLength(1);
    expect(replies(world, issue)).toEqual([]);

    await passTime(world.database.pool, 11);
    await world.restart();
    await world.settle();
    expect(replies(world, issue)).toHaveLength(1);
  });
});

describe('what GitHub refuses', () => {
  it('is given up and counted, and nothing else waits for it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    world.github.knobs.failNext({ method: 'POST', path: COMMENTS }, { status: 410, message: 'Locked' });
    const comment = world.repo.comment(issue, world.agentD, '/claim');
    await world.settle();
    expect(replies(world, issue)).toEqual([]);
    expect(reactions(comment)).toEqual(['+1']);
    expect(sticky(world, issue)).toContain('in progress');
    const { rows } = await world.database.pool.query('select kind, error from effects where dead');
    expect(rows).toEqual([{ kind: 'comment', error: 'GitHubRefused: Locked' }]);
  });

  it('for want of access is tried again: a suspension ends', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { github, repo, agentD, installation } = world;
    const issue = await openTask(world, LABELLED);
    repo.comment(issue, agentD, '/claim');
    await github.idle();
    // Flotilla writes before it hears of the suspension.
    github.knobs.faultDeliveries(/^installation/, 'vanish');
    github.suspend(installation);
    await sendOnce(world);
    const { rows } = await world.database.pool.query('select key from effects where dead');
    expect(rows).toEqual([]);
    github.unsuspend(installation);
    await tryAgain(world);
    expect(replies(world, issue)).toHaveLength(1);
  });
});

describe('labels', () => {
  it('say the status and the holder, and leave those of people alone', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    expect(labels(world, issue)).toEqual(['epic:1', 'help wanted', 'status: pending']);
    world.repo.comment(issue, world.agentD, '/claim');
    await world.settle();
    expect(labels(world, issue)).toEqual(['agent: agent-d', 'epic:1', 'help wanted', 'status: in_progress']);
  });

  it('are made again when somebody deleted them from the repository', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world, LABELLED);
    const { labels: known } = world.repo.state;
    known.splice(
      known.findIndex(({ name }) => name === 'status: in_progress'),
      1,
    );
    world.repo.comment(issue, world.agentD, '/claim');
    await world.settle();
    expect(labels(world, issue)).toContain('status: in_progress');
  });
});
