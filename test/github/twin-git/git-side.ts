import { sha, type Sha } from '../../../src/core/model/ids.ts';
import type { RepoRef } from '../../../src/core/model/project.ts';
import { createGitHub } from '../../../src/github/create-github.ts';
import type { GitHub } from '../../../src/ports.ts';
import { createMemoryGitHub, REPOSITORY } from '../../sim/memory-github/create-memory-github.ts';
import { createGitHubModel } from '../../sim/memory-github/github-model.ts';
import { ADMIN } from '../../sim/people.ts';
import { silentLog } from '../../support/silent-log.ts';
import { startGitHub } from '../start-github.ts';

export type Files = Readonly<Record<string, string | null>>;

/** GitHub with one repository: through our adapter, and behind its back. */
export interface GitSide {
  readonly github: GitHub;
  readonly repo: RepoRef;
  readonly tip: (branch: string) => Sha | null;
  /** Commits on the branch, which begins at `from` when it is not there yet. */
  readonly push: (branch: string, from: string, files: Files) => Promise<void>;
  readonly openPull: (head: string, base: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Real git behind real HTTP. */
export async function realSide(): Promise<GitSide> {
  // Equal commits of one second are one commit to git, and two in memory: here, no two are of one second.
  let now = Date.UTC(2026, 0, 1);
  const host = await startGitHub({ now: () => new Date((now += 1_000)) });
  host.createUser({ login: 'ada' });
  const twin = await host.createRepository({
    owner: 'fleet',
    name: 'yard',
    files: { 'README.md': 'yard\n' },
    collaborators: { ada: 'admin' },
  });
  const { id: installationId } = host.install(twin);
  const { appId, privateKey, url: baseUrl } = host;
  return {
    github: createGitHub({ appId, privateKey, baseUrl, log: silentLog }),
    repo: { installationId, owner: 'fleet', name: 'yard' },
    tip(branch) {
      const tip = twin.branchTip(branch);
      return tip === undefined ? null : sha(tip);
    },
    push: async (branch, from, files) => void (await twin.pushFiles({ branch, from, files, by: 'ada' })),
    openPull: async (head, base) =>
      (await twin.openPull({ title: `${head} on ${base}`, head, base, by: 'ada' })).number,
    close: () => host.close(),
  };
}

/** What the simulation runs on. */
export function memorySide(): GitSide {
  let now = Date.UTC(2026, 0, 1);
  const model = createGitHubModel(() => (now += 1));
  const by = { account: ADMIN, app: false, runner: null };
  const first = model.git.commit({ tree: { 'README.md': 'yard\n' }, parents: [], message: 'first' });
  model.moveRef('main', first.sha, by);
  return {
    github: createMemoryGitHub(model, 'twin', () => 0),
    repo: REPOSITORY,
    tip: (branch) => model.tip(branch),
    async push(branch, from, files) {
      const parent = model.tip(branch) ?? model.tip(from);
      if (parent === null) throw new Error(`there is no branch ${from}`);
      const tree = { ...model.git.treeOf(parent) };
      for (const [path, content] of Object.entries(files)) {
        if (content === null) delete tree[path];
        else tree[path] = content;
      }
      const made = model.git.commit({ tree, parents: [parent], message: 'work' });
      model.moveRef(branch, made.sha, by);
    },
    async openPull(headRef, baseRef) {
      const pull = { title: `${headRef} on ${baseRef}`, body: '', draft: false, headRef, baseRef };
      return model.openPull(pull, by).number;
    },
    close: async () => undefined,
  };
}
