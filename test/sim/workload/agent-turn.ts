import type { Account } from '../../../src/core/model/actor.ts';
import type { PullSnapshot } from '../../../src/core/model/pull.ts';
import type { World } from '../world.ts';
import { EPICS } from '../sim-config.ts';
import { edit, freshToken, pushTo } from './edits.ts';

type Agent = Account & { readonly name: string };

/** One thing that an agent does, given what it can see: most go on with their work, some get in each other's way. */
export function agentTurn(world: World, agent: Agent): string {
  const { random } = world;
  const pulls = openPullsOf(world, agent);
  const held = heldBy(world, agent);
  const pull = pulls.length > 0 ? random.pick(pulls) : null;
  const without = held.filter((issue) => !pulls.some((one) => one.body.includes(`Task: #${issue}`)));
  if (without.length > 0 && random.chance(0.8)) return openPull(world, agent, random.pick(without));
  if (pull && random.chance(0.75)) return tendPull(world, agent, pull);
  if (held.length > 0 && random.chance(0.08)) return say(world, agent, random.pick(held), '/release');
  return claim(world, agent);
}

export function say(world: World, account: Account, thread: number, body: string): string {
  world.github.comment(thread, body, world.by(account));
  return `${account.login} says ${body} on #${thread}`;
}

function heldBy({ database }: World, agent: Agent): readonly number[] {
  const row = [...database.tables.agents.rows.values()].find((one) => one.name === agent.name);
  const tasks = [...database.tables.tasks.rows.values()];
  return [...database.tables.assignments.rows.values()]
    .filter((one) => one.agentId === row?.id && one.status === 'active')
    .flatMap((one) => tasks.find((task) => task.id === one.taskId)?.issue ?? []);
}

function openPullsOf({ github }: World, agent: Agent): readonly PullSnapshot[] {
  return [...github.pulls.values()]
    .map(({ snapshot }) => snapshot.get())
    .filter((pull) => pull.state === 'open' && pull.author.id === agent.id);
}

function claim(world: World, agent: Agent): string {
  const open = [...world.github.issues.values()]
    .map(({ snapshot }) => snapshot.get())
    .filter((issue) => issue.state === 'open');
  if (open.length === 0) return `${agent.login} finds nothing to do`;
  const free = open.filter((issue) => !issue.labels.some((label) => label.startsWith('agent: ')));
  const issue = world.random.pick(free.length > 0 && world.random.chance(0.85) ? free : open);
  return say(
    world,
    agent,
    issue.number,
    world.random.pick(['/claim', '/claim', '/claim\n/status', 'I take it.\n/claim']),
  );
}

function openPull(world: World, agent: Agent, issue: number): string {
  const { github, random } = world;
  const labels = github.issues.get(issue)?.snapshot.get().labels ?? [];
  const epic = EPICS.find(({ key }) => labels.includes(`epic:${key}`));
  const base = epic && github.tip(epic.branch);
  if (!epic || base === null || base === undefined) return `${agent.login} has no branch to work on`;
  const headRef = `${agent.name}/${issue}-work-${random.int(1000)}`;
  if (github.tip(headRef) !== null) return `${agent.login} thinks`;
  pushTo(world, agent, headRef, base, edit(world, freshToken(world)));
  const pull = github.openPull(
    {
      title: `Work on #${issue}`,
      body: `Task: #${issue}`,
      draft: random.chance(0.1),
      headRef,
      baseRef: epic.branch,
    },
    world.by(agent),
  );
  return `${agent.login} opens #${pull.number} for #${issue}`;
}

function tendPull(world: World, agent: Agent, pull: PullSnapshot): string {
  const { github, random, faults } = world;
  const by = world.by(agent);
  const { number, headRef, baseRef } = pull;
  const base = github.tip(baseRef);
  const head = github.tip(headRef);
  const chosen = random.int(100);
  if (pull.draft && chosen < 60) {
    github.changePull(number, { draft: false }, 'ready', by);
    return `${agent.login} readies #${number}`;
  }
  if (base === null || head === null || chosen < 40) return `${agent.login} waits for #${number}`;
  if (chosen < 52) {
    const merged = github.git.merge(base, head);
    if (merged !== null && random.chance(0.6)) {
      const made = github.git.commit({ tree: merged, parents: [head, base], message: 'update' });
      github.moveRef(headRef, made.sha, by);
      return `${agent.login} updates #${number}`;
    }
    pushTo(world, agent, headRef, base, edit(world, freshToken(world)));
    faults.count('head force-pushed');
    return `${agent.login} force-pushes #${number}`;
  }
  if (chosen < 60) {
    pushTo(world, agent, headRef, head, edit(world, freshToken(world)));
    faults.count('head pushed');
    return `${agent.login} pushes to #${number}`;
  }
  if (chosen < 72) return say(world, agent, number, `/merge ${head.slice(0, 12)}`);
  if (chosen < 79) return say(world, agent, number, '/retry');
  if (chosen < 83) return say(world, agent, number, '/dequeue');
  if (chosen < 86) return say(world, agent, number, 'Working on it.');
  if (chosen < 89) {
    github.changePull(number, { draft: true }, 'draft', by);
    faults.count('pull request drafted');
    return `${agent.login} drafts #${number}`;
  }
  if (chosen < 92) {
    github.changePull(number, { title: `${pull.title}!` }, 'edited', by);
    return `${agent.login} edits #${number}`;
  }
  if (chosen < 95) {
    const other = random.pick(EPICS).branch;
    github.changePull(number, { baseRef: other }, 'edited', by);
    faults.count('pull request retargeted');
    return `${agent.login} retargets #${number} to ${other}`;
  }
  github.changePull(number, { state: 'closed' }, 'closed', by);
  faults.count('pull request closed');
  if (random.chance(0.7)) {
    world.scheduler.after(random.between(500, 60_000), `reopens #${number}`, () =>
      reopen(world, agent, number),
    );
  }
  return `${agent.login} closes #${number}`;
}

function reopen(world: World, agent: Agent, number: number): void {
  const pull = world.github.pulls.get(number)?.snapshot.get();
  const head = pull && world.github.tip(pull.headRef);
  if (pull?.state !== 'closed' || !head) return;
  world.github.changePull(number, { state: 'open', head }, 'reopened', world.by(agent));
}
