import { ZERO_SHA, type Sha } from '../../../src/core/model/ids.ts';
import type { Random } from '../../sim/random.ts';
import type { Files, GitSide } from './git-side.ts';

const TARGET = 'epic-1';
const PREP = 'flotilla/prep/1/1';
const CANDIDATE = 'flotilla/candidate/1-1';
const WORK = ['agent/1', 'agent/2'] as const;
export const BRANCHES = ['main', TARGET, ...WORK, PREP, CANDIDATE];
/** Where each may be asked to go, null being away; not always forward. Nothing is merged in two orders: there git itself is free to choose. */
const GOALS: Readonly<Record<string, readonly (string | null)[]>> = {
  [TARGET]: [PREP, PREP, CANDIDATE, CANDIDATE, TARGET, 'main'],
  [PREP]: [null, TARGET],
  [CANDIDATE]: [PREP, PREP, null],
  'agent/1': [TARGET, 'agent/1'],
  'agent/2': [TARGET, 'agent/2'],
};

export interface GitOperation {
  readonly name: string;
  readonly run: (side: GitSide, random: Random) => Promise<unknown>;
}

export const gitOperations: readonly GitOperation[] = [
  {
    name: 'push',
    run: (side, random) => {
      const branch = random.pick([TARGET, ...WORK, ...WORK]);
      return side.push(branch, TARGET, drawFiles(random));
    },
  },
  {
    name: 'createBranch',
    run: (side, random) => {
      const branch = random.pick([PREP, CANDIDATE, ...WORK]);
      return side.github.createBranch(side.repo, branch, must(side, TARGET));
    },
  },
  {
    name: 'deleteBranch',
    run: (side, random) => side.github.deleteBranch(side.repo, random.pick([PREP, CANDIDATE])),
  },
  {
    name: 'merge',
    run: async ({ github, repo, ...side }, random) => {
      const head = must(side, random.pick([...WORK, 'main']));
      await github.deleteBranch(repo, PREP);
      await github.createBranch(repo, PREP, must(side, TARGET));
      return github.merge(repo, PREP, head, 'merge');
    },
  },
  {
    name: 'createCommit and updateRefs',
    run: async ({ github, repo, ...side }, random) => {
      const [branch, before, after] = [random.pick(WORK), must(side, TARGET), must(side, 'main')];
      const { tree } = (await github.branchContains(repo, branch, after)) ?? fail(`no branch ${branch}`);
      const parents = [before, must(side, branch)];
      const made = await github.createCommit(repo, { tree, parents, message: 'adopted' });
      const moved = await github.updateRefs(repo, [{ branch: TARGET, before, after: made }]);
      return [made, kindOf(moved)];
    },
  },
  {
    name: 'updateRefs',
    run: async (side, random) => {
      const branches = random.pick([
        [TARGET],
        [CANDIDATE],
        [CANDIDATE, PREP],
        [TARGET, CANDIDATE],
        [...WORK],
      ]);
      const goals = branches.map((branch) => random.pick(GOALS[branch] ?? []));
      const wrong = random.chance(0.2);
      const moves = branches.map((branch, at) => ({
        branch,
        before: wrong && at === 0 ? must(side, 'main') : (side.tip(branch) ?? ZERO_SHA),
        after: goalOf(side, goals[at] ?? null),
      }));
      return kindOf(await side.github.updateRefs(side.repo, moves));
    },
  },
  {
    name: 'openPull',
    run: async (side, random) => {
      const [head, base] = [random.pick(WORK), TARGET];
      const open = await side.github.openPulls(side.repo);
      // GitHub has one per pair, and none without a difference.
      if (open.length > 0 || side.tip(head) === null || side.tip(base) === null) return 'no need';
      if ((await side.github.branchContains(side.repo, base, must(side, head)))?.contains)
        return 'nothing new';
      return side.openPull(head, base);
    },
  },
  {
    name: 'reads',
    run: async (side, random) => {
      const [branch, head] = [random.pick(BRANCHES), random.pick(WORK)];
      const { github, repo } = side;
      const pulls = await github.openPulls(repo);
      const facts = pulls[0] && (await github.pullFacts(repo, pulls[0].number, { target: TARGET }));
      return {
        contains: await github.branchContains(repo, branch, must(side, head)),
        both: [...(await github.filesChangedOnBothSides(repo, TARGET, must(side, head)))].sort(),
        scratch: [...(await github.branches(repo, 'flotilla/'))].sort(),
        pulls: pulls.map(({ state, head: at, headRef, baseRef }) => ({ state, at, headRef, baseRef })),
        facts: facts && { upToDate: facts.upToDate, headTree: facts.headTree, target: facts.target },
        files:
          pulls[0] && [...(await github.changedFiles(repo, pulls[0].number, pulls[0].head)).paths].sort(),
      };
    },
  },
];

function drawFiles(random: Random): Files {
  const path = random.pick(['src/a', 'src/b', 'docs/d']);
  return {
    [path]: random.chance(0.15) ? null : `${random.int(1_000_000)} ${path}\n`,
    'src/z': `${random.int(4)}\n`,
  };
}

function must(side: Pick<GitSide, 'tip'>, branch: string): Sha {
  return side.tip(branch) ?? fail(`there is no branch ${branch}`);
}

function goalOf(side: GitSide, goal: string | null): Sha {
  return goal === null ? ZERO_SHA : must(side, goal);
}

function fail(why: string): never {
  throw new Error(why);
}

/** How a refusal is worded is GitHub's own business. */
function kindOf(result: Awaited<ReturnType<GitSide['github']['updateRefs']>>): string {
  return result.ok ? 'done' : result.error.kind;
}
