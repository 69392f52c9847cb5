import { expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { epicSticky, epicStickies, replies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

async function show(world: World): Promise<void> {
  await doChore(world, 'epics');
  await world.settle();
}

function edits(world: World): number {
  return world.github.requests.filter(({ method, path }) => method === 'PATCH' && /comments\/\d+$/.test(path))
    .length;
}

it('an epic has one status comment in the issue whose sub-issues are its tasks', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const { repo, maintainer, agentD } = world;
  const parent = repo.openIssue({ title: 'Repositories' });
  const [lexer, parser] = [
    await openTask(world, { title: 'Lexer', labels: ['epic:1', '6h'] }),
    await openTask(world, { title: 'Parser', labels: ['epic:1', '2h'] }),
  ];
  await show(world);
  expect(epicStickies(world, parent)).toEqual([]);

  for (const child of [lexer, parser]) repo.addSubIssue(parent, child, { by: maintainer });
  await world.settle();
  await show(world);
  await show(world);
  expect(epicStickies(world, parent)).toHaveLength(1);
  expect(epicSticky(world, parent)).toMatchInlineSnapshot(`
    "### 🟡 under way ░░░░░░░░░░ 0 %

    | | |
    |---|---|
    | Epic | Repositories (\`epic-1/repositories\`, label \`epic:1\`) |
    | Progress | claimed 0 %, verified 0 %; 0 of 2 tasks done, 0 of 8 h |
    | Awaited by | epic \`2\` (0 % of 50 %) |
    | Merge queue | empty. |

    **Next:** #2 and #3 can be claimed now: \`/claim\` there takes a task, \`/next\` says which is best."
  `);

  await say(world, lexer, agentD, '/claim');
  await say(world, parser, maintainer, '/block no database');
  await say(world, parser, maintainer, '/lane pause a release');
  await show(world);
  expect(epicStickies(world, parent)).toHaveLength(1);
  expect(epicSticky(world, parent)).toMatchInlineSnapshot(`
    "### 🔴 merge queue paused █░░░░░░░░░ 7 %

    | | |
    |---|---|
    | Epic | Repositories (\`epic-1/repositories\`, label \`epic:1\`) |
    | Progress | claimed 7 %, verified 7 %; 0 of 2 tasks done, 0 of 8 h |
    | Awaited by | epic \`2\` (0 % of 50 %) |
    | Merge queue | empty. ⏸️ The merge queue is paused by \`mona\`: a release. A maintainer resumes it with \`/lane resume\`. |
    | In work | #2 |
    | Blocked | #3 |

    **Next:** a maintainer opens the merge queue again."
  `);

  const before = edits(world);
  await show(world);
  expect(edits(world)).toBe(before);
  expect(replies(world, parent)).toEqual([]);
});

it('a threshold that is reached frees the tasks behind it in their own status comments', async ({
  newWorld,
}) => {
  const world = await newWorld({ workers: false });
  const { repo, maintainer } = world;
  const parent = repo.openIssue({ title: 'Services' });
  const first = await openTask(world);
  const later = await openTask(world, { title: 'Serve it', labels: ['epic:2'] });
  repo.addSubIssue(parent, later, { by: maintainer });
  await world.settle();
  await show(world);
  expect(sticky(world, later)).toContain(
    '| Waits for | epic `1` (0 % of weighted hours, needs 50 %: #2 would do it) |',
  );
  expect(epicSticky(world, parent)).toContain('### ⏳ waits for another epic');

  repo.closeIssue(first, { by: maintainer });
  await world.settle();
  await show(world);
  expect(sticky(world, later)).not.toContain('Waits for');
  expect(sticky(world, later)).toContain('`/claim` to take it');
  expect(epicSticky(world, parent)).toContain('### 🟡 under way');

  repo.reopenIssue(first, { by: maintainer });
  await world.settle();
  await show(world);
  expect(sticky(world, later)).toContain('| Waits for | epic `1` (0 %');
});
