import { expect } from 'vitest';
import { apiClient } from '../support/api-client.ts';
import { taskIds } from '../support/both-ways.ts';
import { commandLine } from '../support/command-line.ts';
import { mcpClient } from '../support/mcp-client.ts';
import { lastReply, reactions, replyTo, steady, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { configure, doTheWork, EPIC_1, standing } from '../support/work.ts';
import { it } from '../support/world.ts';

it('an agent with nothing but comments takes a task from ready to landed', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  await configure(world, { merge: '{ auto: false }' });
  const issue = await openTask(world);
  const { agentD } = world;

  await say(world, issue, agentD, '/next');
  expect(lastReply(world, issue)).toContain('#1');
  await say(world, issue, agentD, '/claim');
  const [, branch = '', base = ''] =
    /Work on the branch `([^`]+)`, started from `([^`]+)`/.exec(lastReply(world, issue)) ?? [];
  expect([branch, base]).toEqual(['agent-d/1-write-the-parser', EPIC_1]);

  const opened = await doTheWork(world, { branch, base });
  await world.settle();
  await say(world, issue, agentD, '/progress 80 only the printer is missing');
  expect(sticky(world, issue)).toContain('only the printer is missing');
  const evidence = await say(world, issue, agentD, `/evidence commit ${opened.pull.headSha}`);
  expect(reactions(evidence)).toEqual(['+1']);
  await say(world, opened, agentD, `/merge ${opened.pull.headSha}`);

  expect(await standing(world, opened)).toBe('landed');
  expect(world.repo.issue(issue).state).toBe('closed');
  expect(await world.repo.readFile(EPIC_1, 'src/parser.ts')).toContain('parser');
});

it('a refusal has the same words in a comment, the API, MCP and the command line', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const { agentD, agentE } = world;
  const held = await openTask(world);
  const gone = await openTask(world, { title: 'Print it' });
  await say(world, held, agentE, '/claim');
  await say(world, gone, agentE, '/claim');
  await say(world, gone, agentE, '/fail there is no paper');
  const { url, token, post } = await apiClient(world, 'agent-d');
  const { call } = await mcpClient(url, token);
  const flotilla = commandLine({ FLOTILLA_URL: url, FLOTILLA_TOKEN: token });
  const ids = await taskIds(world);

  const refused = [
    { issue: held, command: 'claim', tool: 'claim_task', body: {} },
    { issue: gone, command: 'claim', tool: 'claim_task', body: {} },
    { issue: held, command: 'release', tool: 'release_task', body: {} },
    { issue: held, command: 'merge', tool: 'enqueue', body: {} },
  ] as const;
  for (const { issue, command, tool, body } of refused) {
    const comment = await say(world, issue, agentD, `/${command}`);
    const { detail } = (
      await post(`/api/tasks/${ids.get(issue.number)}/${command}`, `/api/tasks/{id}/${command}`, body)
    ).body;
    const model = await call(tool, { issue: issue.number });
    const shell = await flotilla(command, String(issue.number));

    const words = replyTo(world, comment);
    expect(words).not.toBe('');
    expect({ model: model.refused, shell: shell.code }).toEqual({ model: true, shell: 1 });
    expect([detail, model.words, shell.err.trim()].map(steady)).toEqual([words, words, words]);
  }
});
