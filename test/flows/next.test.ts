import { expect } from 'vitest';
import { lastReply, reactions } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { flotillaConfig } from '../support/world-files.ts';
import { it } from '../support/world.ts';

it('names the best task that may be claimed, and says why this one', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const { repo, agentD, maintainer, database } = world;
  const config = flotillaConfig(world).replace('agent-d, maxClaims', 'agent-d, role: backend, maxClaims');
  await repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
  const plain = await openTask(world, { title: 'Paint it' });
  const lexer = await openTask(world, { title: 'Lexer', labels: ['epic:1', 'area: backend', '4h'] });
  await openTask(world, { title: 'Parser', labels: ['epic:1', '16h'], body: `Depends on #${lexer.number}` });
  await openTask(world, { title: 'Serve it', labels: ['epic:2', 'priority: critical'] });
  await database.pool.query("update tasks set created_at = created_at - interval '3 days'");
  const question = repo.openIssue({ title: 'What now?' });

  await say(world, question, agentD, '/next');
  expect(lastReply(world, question)).toMatchInlineSnapshot(`
    "**#2 (Lexer)** is the best task for you now: priority 50, 16 h of other tasks wait behind it, open for 3 days and its label \`area: backend\` fits your role.

    \`/claim\` in #2 takes it. After it: #1 (Paint it)."
  `);
  await say(world, plain, maintainer, '/priority critical');
  await say(world, question, agentD, '/next');
  expect(lastReply(world, question)).toContain('#1 (Paint it)** is the best task for you now: priority 100');
});

it('puts what work in flight changes too behind the rest, and says so', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const { repo, agentD, agentE } = world;
  const held = await openTask(world, { title: 'Split it', body: 'Split `src/parser.ts` in two.' });
  await openTask(world, { title: 'Mend it', body: 'A wrong column comes from src/parser.ts:12.' });
  const question = repo.openIssue({ title: 'What now?' });
  await say(world, held, agentD, '/claim');

  await say(world, question, agentE, '/next');
  expect(lastReply(world, question)).toMatchInlineSnapshot(`
    "**#2 (Mend it)** is the best task for you now: priority 50.

    It may conflict: #1 works on \`src/parser.ts\` too.

    \`/claim\` in #2 takes it."
  `);
  await openTask(world, { title: 'Write about it', body: 'In `docs/`.' });
  await say(world, question, agentE, '/next');
  expect(lastReply(world, question)).toMatchInlineSnapshot(`
    "**#4 (Write about it)** is the best task for you now: priority 50.

    \`/claim\` in #4 takes it. After it: #2 (Mend it), though #1 works on \`src/parser.ts\` too."
  `);
});

it('says what keeps the others when nothing is ready, and who holds enough', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const { repo, agentD, agentE, writer, stranger, maintainer } = world;
  const question = repo.openIssue({ title: 'What now?' });
  await say(world, question, agentD, '/next');
  expect(lastReply(world, question)).toMatchInlineSnapshot(
    `"No task is open here, so there is nothing to take. New ones come with new issues."`,
  );

  const held = await openTask(world);
  const blocked = await openTask(world);
  await openTask(world, { body: `Depends on #${held.number}` });
  await openTask(world, { labels: ['epic:2'] });
  await openTask(world, { labels: ['epic:2'] });
  await say(world, held, writer, '/claim');
  await say(world, blocked, maintainer, '/block no key');
  await say(world, question, agentE, '/next');
  expect(lastReply(world, question)).toMatchInlineSnapshot(
    `"No task is ready now: one is held by somebody, one waits for another task, 2 wait for their epic's threshold and one is blocked. Ask again when one of them has ended; the status comment of each says what it waits for."`,
  );
  await say(world, question, writer, '/next');
  expect(lastReply(world, question)).toMatchInlineSnapshot(
    `"**walter** may hold one task at a time and holds #2. Finish or release it first (\`/release\` in its issue)."`,
  );
  const asked = await say(world, question, stranger, '/next');
  expect(reactions(asked)).toEqual(['-1']);
});
