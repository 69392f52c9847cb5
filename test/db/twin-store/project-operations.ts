import { CONFIG, fakeSha } from '../store-fixture.ts';
import { ACCOUNTS, BRANCHES, ISSUES, type Operation } from './operation.ts';
import type { AgentRow } from '../../../src/ports.ts';
import { inScene, projectOf, REPO_ID } from './side.ts';

const STATES = ['active', 'active', 'active', 'suspended'] as const;
/** Who holds lanes. */
const STEP = '00000000-0000-4000-8000-000000000001';
/** A second agent and a second epic come and go. */
const CONFIGS = [
  CONFIG,
  CONFIG,
  { ...CONFIG, agents: CONFIG.agents.slice(0, 1) },
  { ...CONFIG, epics: CONFIG.epics.slice(0, 1) },
] as const;

export const projectOperations: readonly Operation[] = [
  {
    name: 'projects.upsert',
    run: (side, random) => {
      const name = random.pick(['fleet', 'yard']);
      const repo = { repoId: REPO_ID, installationId: 7, owner: 'octo', name, defaultBranch: 'main' };
      return inScene(side, ({ tx }) => tx.projects.upsert({ ...repo, state: 'active' }));
    },
  },
  {
    name: 'projects.setState',
    run: (side, random) => {
      const state = random.pick(STATES);
      return inScene(side, ({ tx, project }) => tx.projects.setState(project, state));
    },
  },
  {
    name: 'projects.configure',
    run: (side, random) => {
      const config = random.pick(CONFIGS);
      return inScene(side, ({ tx, project }) => tx.projects.configure(project, config, fakeSha('c')));
    },
  },
  {
    name: 'projects.refuseConfig',
    run: (side, random) => {
      const blob = random.pick([fakeSha('d'), null]);
      return inScene(side, ({ tx, project }) => tx.projects.refuseConfig(project, 'line 1: no', blob));
    },
  },
  {
    name: 'reads of projects',
    async run(side) {
      const { read } = side.store;
      return [
        await read.project(await projectOf(side)),
        await read.projectsOfInstallation(7),
        await read.activeProjects(),
        await read.projectByRepo(1),
        await read.tokenScope(1),
      ];
    },
  },
  {
    name: 'agents',
    run: (side, random) => {
      const account = random.pick(ACCOUNTS);
      const person = random.chance(0.5);
      return inScene(side, async ({ tx, project }) => {
        await tx.agents.seen(project, account.id);
        const made = person ? await tx.agents.ensurePerson(project, ACCOUNTS[2]) : null;
        const mine = await tx.agents.byAccount(project, account.id);
        const named = await tx.agents.byName(project, 'agent-b');
        if (named) await tx.agents.beat(named.id);
        const holdings = await Promise.all(mine.map(({ id }) => tx.agents.lockHoldings(id)));
        return [made && shown(made), mine.map(shown), named && shown(named), holdings];
      });
    },
  },
  {
    name: 'service of agents',
    run: (side, random) => {
      const name = random.pick(['agent-b', ACCOUNTS[2].login]);
      const listed = random.pick([['agent-b'], []]);
      const out = random.chance(0.4);
      return inScene(side, async ({ tx, project }) => {
        const agent = await tx.agents.byName(project, name);
        if (!agent) return 'no agent';
        const now = out
          ? await tx.agents.deactivate(project, agent.id)
          : await tx.agents.activate(project, agent.id, listed);
        return now && shown(now);
      });
    },
  },
  {
    name: 'lanes',
    run: (side, random) => {
      const branch = random.pick(BRANCHES);
      const what = random.pick(['pause', 'drain', 'resume', 'resume', 'look', 'look'] as const);
      return inScene(side, async ({ tx, lane }) => {
        const id = await lane(branch);
        if (what === 'pause') await tx.lanes.pause(id, 'a release', 'mona');
        if (what === 'drain') await tx.lanes.drain(id, 'mona');
        if (what === 'resume') await tx.lanes.resume(id);
        return tx.lanes.lock(id);
      });
    },
  },
  {
    name: 'holds of lanes',
    async run(side, random) {
      const branch = random.pick(BRANCHES);
      const takes = random.chance(0.5);
      const what = random.pick(['renew', 'release', 'write', 'nothing'] as const);
      const { store, holds } = side;
      const project = await projectOf(side);
      const lane = await store.read.laneByBranch(project, branch);
      if (!lane) return 'no lane';
      const hold = takes ? await store.holdLane(lane.id, STEP) : null;
      if (hold) holds.push(hold);
      const held = holds.at(-1);
      if (!held || what === 'nothing') return [hold && { nth: hold.fence }, await store.read.lane(lane.id)];
      if (what === 'renew') return store.renewLane(held);
      if (what === 'release') return store.releaseLane(held);
      return store.inLane(held, (tx) => tx.lanes.byBranch(project, branch));
    },
  },
  {
    name: 'what is written down',
    run: (side, random) => {
      const commentId = random.between(1, 3);
      const [bot, turn] = [random.chance(0.8), random.chance(0.5)];
      const outcome = random.pick(['done', 'refused', 'withheld'] as const);
      const issue = random.pick(ISSUES);
      const type = random.pick(['commit', 'test'] as const);
      const grade = random.pick(['claimed', 'observed', 'verified'] as const);
      return inScene(side, async ({ tx, project, task }) => {
        tx.ring({ kind: 'deliveries' });
        const known = await tx.commands.known(project, commentId, 1);
        const command = { project, commentId, line: 1, text: '/claim', actorId: 101, thread: issue };
        await tx.commands.save({ ...command, outcome, bot, turn });
        const { byActor, byBotsHere, turns } = await tx.commands.recent(project, issue, 101);
        await tx.activity({ projectId: project, kind: 'task.claimed', actor: 'agent-a' });
        const fact = { taskId: await task(issue), type, ref: 'f', summary: 'it works', url: null, grade };
        const recent = [byActor, byBotsHere, turns.length];
        return [known, recent, await tx.evidence.add(fact)];
      });
    },
  },
  {
    name: 'checks',
    run: (side, random) => {
      const sha = fakeSha(random.pick(['a', 'b']));
      return inScene(side, async ({ tx, project }) => {
        const run = { id: 5, attempt: 1, workflow: 'ci.yml', event: 'push', branch: 'x', sha };
        await tx.checks.saveRun(project, { ...run, completed: true, conclusion: 'success', url: 'u' });
        const check = { id: 6, appId: 7, app: 'scanner', name: 'scan', sha };
        await tx.checks.saveCheck(project, { ...check, completed: true, conclusion: 'success', url: 'u' });
      });
    },
  },
];

/** What a caller may see of it: the twin keeps its columns in the same object. */
function shown({ name, accountId, accountLogin, maxClaims }: AgentRow): object {
  return { name, accountId, accountLogin, maxClaims };
}
