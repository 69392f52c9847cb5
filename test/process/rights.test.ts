import { describe, expect } from 'vitest';
import { COMMANDS } from '../../src/core/commands/table.ts';
import { atLeast, type Role } from '../../src/core/model/role.ts';
import { COMMAND_NAMES, type CommandName } from '../../src/core/model/command-name.ts';
import type { Comment } from '../github/model.ts';
import { task } from '../support/know.ts';
import { reactions, replies, replyTo } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { check, opened } from '../support/work.ts';
import { flotillaConfig } from '../support/world-files.ts';
import { it, type World } from '../support/world.ts';

/** As many lines as get an answer in one thread within an hour. */
const LINES = 8;

/** Says every command of `names` under an issue, and gives the answer to each; the hour's limit passes in between. */
async function sayAll(
  world: World,
  issue: { readonly number: number },
  by: { readonly login: string },
  names: readonly CommandName[],
): Promise<ReadonlyMap<CommandName, string>> {
  const answers = new Map<CommandName, string>();
  for (let from = 0; from < names.length; from += LINES) {
    const some = names.slice(from, from + LINES);
    const lines = some.map((name) => COMMANDS[name].example);
    const comment: Comment = await say(world, issue, by, lines.join('\n'));
    for (const [at, name] of some.entries()) answers.set(name, replyTo(world, comment, at + 1));
    await world.database.pool.query("update effects set sent_at = sent_at - interval '2 hours'");
  }
  return answers;
}

/** Everybody who may turn up, and the role that the table's door knows them by. */
const PEOPLE: Readonly<Record<string, Role>> = {
  none: 'anyone',
  read: 'anyone',
  triage: 'anyone',
  write: 'writer',
  maintain: 'maintainer',
  admin: 'admin',
  revoked: 'anyone',
  'listed person': 'agent',
  'listed bot': 'agent',
};

describe('every command, said by everybody', () => {
  it('gets past the door as the table says, and in no other case', async ({ newWorld }) => {
    const collaborators = {
      rita: 'read',
      tria: 'triage',
      ada: 'admin',
      gone: 'maintain',
      lisa: 'read',
    } as const;
    const world = await newWorld({ workers: false, collaborators });
    const { repo, github, agentD } = world;
    const lisa = github.createUser({ login: 'lisa' });
    const config = `${flotillaConfig(world)}  - { id: ${lisa.id}, login: lisa, name: lisa-s-agent }\n`;
    await repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
    const login: Readonly<Record<string, string>> = {
      none: 'sam',
      read: 'rita',
      triage: 'tria',
      write: 'walter',
      maintain: 'mona',
      admin: 'ada',
      revoked: 'gone',
      'listed person': 'lisa',
      'listed bot': agentD.login,
    };
    const before = await openTask(world);
    await say(world, before, { login: 'gone' }, '/hold');
    expect(await task(world, before)).toMatchObject({ held: true });
    repo.setPermission('gone', 'read');
    await world.restart();

    const rows: string[] = [];
    const wrong: string[] = [];
    for (const [who, role] of Object.entries(PEOPLE)) {
      const issue = await openTask(world, { title: `As ${who}` });
      const answers = await sayAll(world, issue, { login: login[who] ?? '' }, COMMAND_NAMES);
      const passed = COMMAND_NAMES.filter((name) => !answers.get(name)?.startsWith('That is for'));
      const wanted = COMMAND_NAMES.filter((name) => atLeast(role, COMMANDS[name].role));
      if (passed.join() !== wanted.join()) wrong.push(`${who}: ${passed.join()} instead of ${wanted.join()}`);
      rows.push(`${who}: ${passed.length} of ${COMMAND_NAMES.length}`);
    }
    expect(wrong).toEqual([]);
    expect(rows).toMatchInlineSnapshot(`
      [
        "none: 2 of 24",
        "read: 2 of 24",
        "triage: 2 of 24",
        "write: 17 of 24",
        "maintain: 24 of 24",
        "admin: 24 of 24",
        "revoked: 2 of 24",
        "listed person: 17 of 24",
        "listed bot: 17 of 24",
      ]
    `);
  });

  it('by a bot that nobody listed does nothing (the fault of holes in who may speak)', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const { github, repo, agentD } = world;
    const issue = await openTask(world);
    // Its login was another's yesterday: only the number is on the list.
    const bot = github.createUser({ login: 'agent-d-again[bot]', type: 'Bot' });
    const config = flotillaConfig(world).replace(agentD.login, bot.login);
    await repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
    await world.settle();
    const all = await say(world, issue, bot, COMMAND_NAMES.map((name) => COMMANDS[name].example).join('\n'));
    expect(reactions(all)).toEqual([]);
    expect(replies(world, issue)).toHaveLength(1);
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null, held: false });
  });
});

describe('what is for the holder', () => {
  it('is refused to everybody else, but for maintainers where the table says so', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, writer, maintainer, repo } = world;
    const shared = `  - { id: ${agentD.id}, login: "${agentD.login}", name: agent-x }\n`;
    await repo.pushFiles({
      branch: 'main',
      files: { '.github/flotilla.yml': flotillaConfig(world) + shared },
    });
    const names = COMMAND_NAMES.filter((name) => COMMANDS[name].who.includes('holder'));
    // Said last, these would end the hold before the others are said.
    const ends: readonly CommandName[] = ['handoff', 'fail', 'release'];
    const asked = [...names.filter((name) => !ends.includes(name)), ...ends];
    const notHolder = (answers: ReadonlyMap<CommandName, string>) =>
      asked.filter((name) => answers.get(name)?.includes('holds this task, and only it'));

    const issue = await openTask(world);
    for (const number of [12, 13]) repo.openIssue({ title: `Something else ${number}` });
    await say(world, issue, agentD, '/claim as agent-x');
    expect(notHolder(await sayAll(world, issue, agentE, asked))).toEqual(asked);
    expect(notHolder(await sayAll(world, issue, writer, asked))).toEqual(asked);
    const only = asked.filter((name) => !COMMANDS[name].who.includes('maintainers'));
    const safe = asked.filter((name) => name !== 'release');
    expect(notHolder(await sayAll(world, issue, maintainer, safe))).toEqual(only);
    // The account speaks for each of its agents.
    const own = await sayAll(world, issue, agentD, asked);
    expect([...own.values()].filter((answer) => answer.includes('holds this task, and only it'))).toEqual([]);
    expect(asked).toMatchInlineSnapshot(`
      [
        "progress",
        "depends",
        "undepends",
        "block",
        "unblock",
        "evidence",
        "extend",
        "handoff",
        "fail",
        "release",
      ]
    `);
  });
});

describe('what is for the author of a pull request', () => {
  it('is refused to everybody else, but for maintainers', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const { agentD, agentE, writer, maintainer } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim');
    const pull = await opened(world, issue);
    await world.settle();
    const names = COMMAND_NAMES.filter((name) => COMMANDS[name].who.startsWith('author'));
    expect(names).toEqual(['merge', 'dequeue', 'retry']);
    const lines = `/merge ${pull.pull.headSha}\n/dequeue\n/retry`;
    const notAuthor = async (by: { readonly login: string }) => {
      const comment = await say(world, pull, by, lines);
      return [1, 2, 3].filter((line) => replyTo(world, comment, line).startsWith('Only the author'));
    };
    expect(await notAuthor(agentD)).toEqual([]);
    expect(await notAuthor(maintainer)).toEqual([]);
    await say(world, pull, maintainer, '/merge');
    expect(await notAuthor(agentE)).toEqual([1, 2, 3]);
    expect(await notAuthor(writer)).toEqual([1, 2, 3]);
  });

  it('does not open the lane to a fork, whoever asks', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, stranger, maintainer } = world;
    const issue = await openTask(world);
    const fork = await repo.fork('sam');
    await fork.pushFiles({
      branch: 'work',
      from: 'epic-1/repositories',
      files: { 'a.ts': '1\n' },
      by: 'sam',
    });
    const pull = await repo.openPull({
      title: 'From outside',
      body: `Task: #${issue.number}`,
      head: 'work',
      base: 'epic-1/repositories',
      by: stranger,
      headRepo: fork,
    });
    await world.settle();
    const asked = await say(world, pull, stranger, `/merge ${pull.pull.headSha}`);
    expect(reactions(asked)).toEqual(['-1']);
    await say(world, pull, maintainer, '/merge');
    expect(check(world, pull.pull.headSha).summary).toContain('Comes from a fork');
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null });
  });
});
