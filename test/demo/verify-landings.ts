import { createSlots } from '../github/actions/slots.ts';
import { parseWorkflow } from '../github/actions/parse-workflow.ts';
import { runSteps, type Workplace } from '../github/actions/run-steps.ts';
import type { Job } from '../github/actions/workflow.ts';
import { mustGit } from '../github/git/run-git.ts';

export interface History {
  readonly gitDir: string;
  /** Where every branch began; nothing up to there is looked at. */
  readonly from: string;
  readonly branches: readonly string[];
  /** The workflow file, at `from`, whose jobs are the gates. */
  readonly workflow: string;
  /** Trees on which CI itself has seen every gate pass. */
  readonly tested: ReadonlySet<string>;
  readonly nodeModules?: string;
}

export interface Verified {
  readonly commitsChecked: number;
  /** First-parent commits whose tree fails a gate when it is run again, or was never seen passing by CI. */
  readonly untested: readonly string[];
  /** Heads that were merged more than once. */
  readonly doubleLanded: readonly string[];
}

interface Landing {
  readonly sha: string;
  readonly tree: string;
  readonly heads: readonly string[];
}

const JOBS_AT_ONCE = 2;
const TIMEOUT_MS = 120_000;

/** Reads what landed from git alone, checks out each commit of each branch and really runs the gates on it. */
export async function verifyLandings(history: History): Promise<Verified> {
  const { gitDir, from, workflow } = history;
  const landings = (await Promise.all(history.branches.map((branch) => landingsOn(history, branch)))).flat();
  const { jobs } = parseWorkflow(
    workflow,
    await mustGit(gitDir, ['cat-file', 'blob', `${from}:${workflow}`]),
  );
  const slots = createSlots(JOBS_AT_ONCE);
  const passes = async ({ tree }: Landing): Promise<boolean> => {
    if (!history.tested.has(tree)) return false;
    const results = await Promise.all(jobs.map((job) => slots.hold(() => jobPasses(history, tree, job))));
    return results.every(Boolean);
  };
  const passed = await Promise.all(landings.map(passes));
  return {
    commitsChecked: landings.length,
    untested: landings.filter((_, at) => !passed[at]).map(({ sha }) => sha),
    doubleLanded: repeated(landings.flatMap(({ heads }) => heads)),
  };
}

async function landingsOn({ gitDir, from }: History, branch: string): Promise<readonly Landing[]> {
  const range = [`^${from}`, `refs/heads/${branch}`];
  const lines = await mustGit(gitDir, ['log', '--first-parent', '--format=%H %T %P', ...range]);
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [sha = '', tree = '', , ...heads] = line.split(' ');
      return { sha, tree, heads };
    });
}

async function jobPasses({ gitDir, nodeModules }: History, tree: string, job: Job): Promise<boolean> {
  const place: Workplace = { gitDir, tree, nodeModules, env: {}, values: {}, timeoutMs: TIMEOUT_MS };
  return (await runSteps(job, place, new AbortController().signal)).conclusion === 'success';
}

function repeated(heads: readonly string[]): readonly string[] {
  return [...new Set(heads.filter((head, at) => heads.indexOf(head) !== at))];
}
