import { at, fine, unseen, wrong, type Diagnosis, type Finding } from '../../core/doctor/diagnosis.ts';
import type { AppFacts, BranchFacts, RulesetFacts } from '../../core/doctor/facts.ts';
import { gathered } from '../../core/doctor/gathered.ts';
import { judgeBranch, judgeScratch } from '../../core/doctor/judge-branch.ts';
import type { RepoRef } from '../../core/model/project.ts';
import type { RepositoryConfig } from '../../core/model/repository-config.ts';
import type { DoctorDeps } from '../../ports.ts';
import { examineWorkflows } from './examine-workflows.ts';
import { looked } from './looked.ts';
import { orError } from './or-error.ts';

/** As the refs are called on which Flotilla builds; the rules for a name are the same for all of them. */
const SCRATCH = ['flotilla/prep/1/1', 'flotilla/candidate/1-1'];

/** One repository: its configuration, the branches of its epics and the rules for them, and its CI. */
export async function examineRepository(
  deps: DoctorDeps,
  app: AppFacts,
  repo: RepoRef,
): Promise<readonly Diagnosis[] | 'unconfigured'> {
  const where = `${repo.owner}/${repo.name}`;
  const file = await orError(() => deps.repositories.readConfig(repo));
  if (file instanceof Error) return at(where, [unseen('configuration', file.message)]);
  if (file.text === null) return 'unconfigured';
  const config = deps.configReader.parse(file.text, file.defaultBranch);
  if (!config.ok) return at(where, config.error.map(invalid));
  const { gates, epics } = config.value;
  const branches = epics.map(({ branch }) => branch);
  const seen = await examineBranches(deps, app, repo, branches);
  return [
    ...at(where, [judgeConfig(config.value), ...(gates.length === 0 ? [noGates()] : [])]),
    ...gathered(where, seen.found),
    ...(await examineWorkflows(deps, repo, {
      gates,
      // Candidates are made of what is on these; where one is missing, Flotilla makes it from the default branch.
      branches: branches.map((branch) => (seen.missing.includes(branch) ? file.defaultBranch : branch)),
    })),
  ];
}

function judgeConfig({ epics, gates }: RepositoryConfig): Finding {
  const count = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
  const said = `${count(epics.length, 'epic')}, ${count(gates.length, 'gate')}`;
  return fine('configuration', `.github/flotilla.yml is valid (${said}).`);
}

function invalid(problem: string): Finding {
  return wrong(
    'configuration',
    problem,
    'Correct the file on the default branch; until then the last valid one holds.',
  );
}

function noGates(): Finding {
  return wrong(
    'gates',
    'No gate is configured, so nothing ever lands.',
    'Name at least one under `gates` in .github/flotilla.yml, such as `{ name: tests, workflow: ci.yml, job: test, evidence: test }`.',
  );
}

async function examineBranches(deps: DoctorDeps, app: AppFacts, repo: RepoRef, branches: readonly string[]) {
  const place = { app: app.name, repositoryUrl: `${app.webUrl}/${repo.owner}/${repo.name}` };
  const read = branchReader(deps, repo);
  const missing: string[] = [];
  const found: { place: string; findings: readonly Finding[] }[] = [];
  for (const branch of branches) {
    const findings = await looked('epic_branch', async () => {
      const facts = await read(branch, true);
      if (facts.protection === null) missing.push(branch);
      return judgeBranch(facts, place);
    });
    found.push({ place: branch, findings });
  }
  for (const branch of SCRATCH) {
    const findings = await looked('scratch_refs', async () => judgeScratch(await read(branch, false), place));
    found.push({ place: branch.replace(/\/[^/]+$|(?<=prep)\/.*$/, '/**'), findings });
  }
  return { found, missing };
}

/** A ruleset holds for many branches and is read once. */
function branchReader({ repositories }: DoctorDeps, repo: RepoRef) {
  const known = new Map<number, RulesetFacts | null>();
  return async (branch: string, exists: boolean): Promise<BranchFacts> => {
    const rules = await repositories.rules(repo, branch);
    const ids = rules.flatMap(({ rulesetId }) => rulesetId ?? []);
    for (const id of ids) if (!known.has(id)) known.set(id, await repositories.ruleset(repo, id));
    const rulesets = new Map([...known].flatMap(([id, facts]) => (facts ? [[id, facts] as const] : [])));
    return { protection: exists ? await repositories.protection(repo, branch) : null, rules, rulesets };
  };
}
