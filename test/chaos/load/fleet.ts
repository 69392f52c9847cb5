import type { Actions } from '../../github/actions/serve-runs.ts';
import type { Installation, Issue } from '../../github/model.ts';
import type { TwinRepository } from '../../github/people/twin-repository.ts';
import type { SimulatedGitHub, TwinUser } from '../../github/start-github.ts';
import { watchBranches, type Witness } from '../../support/witness.ts';
import { CI_WORKFLOW } from '../../support/world-files.ts';
import type { Random } from '../random.ts';
import { epicBranch, EPICS, fleetConfig, fleetLabels, type EpicKey } from './fleet-config.ts';
import { timedActions } from './timed-actions.ts';

export interface ChaosTask {
  readonly epic: EpicKey;
  readonly issue: Issue;
  /** The file that others change too: whoever comes second has a conflict to solve. */
  readonly shared: boolean;
}

/** A repository in which Flotilla is installed, with its own account, and so with a budget of its own. */
export interface Fleet {
  readonly repo: TwinRepository;
  readonly maintainer: TwinUser;
  readonly agents: readonly TwinUser[];
  readonly tasks: readonly ChaosTask[];
  readonly witness: Witness;
  readonly actions: Actions;
  readonly installation: Installation;
  /** Where every epic branch began. */
  readonly from: string;
}

const AGENTS = 2;
const TASKS_PER_EPIC = 2;

export async function createFleet(github: SimulatedGitHub, nth: number, random: Random): Promise<Fleet> {
  const maintainer = github.createUser({ login: 'mona' });
  const agents = Array.from({ length: AGENTS }, (_, at) =>
    github.createUser({ login: `agent-${nth}-${at + 1}[bot]`, type: 'Bot' }),
  );
  const repo = await github.createRepository({
    owner: `org-${nth}`,
    name: 'fleet',
    files: {
      'README.md': '# Fleet\n',
      '.github/workflows/ci.yml': CI_WORKFLOW,
      '.github/flotilla.yml': fleetConfig(agents),
    },
    collaborators: {
      mona: 'maintain',
      ...Object.fromEntries(agents.map(({ login }) => [login, 'write' as const])),
    },
  });
  for (const key of EPICS) await repo.createBranch(epicBranch(key));
  for (const label of fleetLabels(agents)) repo.createLabel(label);
  const actions = timedActions(repo, random.fork());
  const witness = watchBranches(repo, `${github.appSlug}[bot]`);
  const installation = github.install(repo);
  const tasks = EPICS.flatMap((epic) =>
    Array.from({ length: TASKS_PER_EPIC }, (_, at) => ({
      epic,
      issue: repo.openIssue({
        title: `Task ${at + 1} of epic ${epic}`,
        labels: [`epic:${epic}`],
        by: maintainer.login,
      }),
      shared: random.chance(0.3),
    })),
  );
  const from = repo.branchTip(repo.defaultBranch) ?? '';
  return { repo, maintainer, agents, tasks: random.shuffled(tasks), witness, actions, from, installation };
}
