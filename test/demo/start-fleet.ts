import { startGitHub, type SimulatedGitHub, type TwinUser } from '../github/start-github.ts';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import type { DemoPlan } from './demo-plan.ts';
import { fleetFiles } from './fleet-files.ts';
import { flotillaFile } from './flotilla-file.ts';
import { githubClient, type GitHubClient } from './github-client.ts';
import { openIssues } from './open-issues.ts';

/** A repository in full swing, in which nobody has installed Flotilla yet. */
export interface Fleet {
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  readonly maintainer: GitHubClient;
  /** By agent's name. */
  readonly accounts: ReadonlyMap<string, TwinUser>;
  /** Issue numbers by task key. */
  readonly issues: ReadonlyMap<string, number>;
}

/** Starts a GitHub with the repository, its issues and its agents. Whoever gave `lend` closes it. */
export async function startFleet(
  plan: DemoPlan,
  signal: AbortSignal,
  lend: (github: SimulatedGitHub) => void,
): Promise<Fleet> {
  const github = await startGitHub();
  lend(github);
  const mona = github.createUser({ login: 'mona' });
  const accounts = new Map(
    plan.agents.map(({ name }) => [name, github.createUser({ login: `${name}[bot]`, type: 'Bot' })]),
  );
  const repo = await github.createRepository({
    owner: 'acme',
    name: 'fleet',
    files: { ...(await fleetFiles()), '.github/flotilla.yml': flotillaFile(plan, accounts) },
    collaborators: { mona: 'maintain', ...rights([...accounts.values()]) },
  });
  const maintainer = githubClient({ url: github.url, repository: repo.fullName }, mona.token, signal);
  return { github, repo, maintainer, accounts, issues: await openIssues(plan, maintainer) };
}

function rights(accounts: readonly TwinUser[]): Readonly<Record<string, 'write'>> {
  return Object.fromEntries(accounts.map(({ login }) => [login, 'write']));
}
