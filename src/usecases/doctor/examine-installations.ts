import { at, fine, unseen, wrong, type Diagnosis } from '../../core/doctor/diagnosis.ts';
import type { AppFacts } from '../../core/doctor/facts.ts';
import { judgeInstallation, judgeInstalled } from '../../core/doctor/judge-installation.ts';
import type { RepoRef } from '../../core/model/project.ts';
import type { DoctorDeps } from '../../ports.ts';
import { examineRepository } from './examine-repository.ts';
import { orError } from './or-error.ts';

/** Everywhere the App is installed, and the repositories there; or one repository alone, and where it is installed. */
export async function examineInstallations(
  deps: DoctorDeps,
  app: AppFacts,
  only: string | null,
): Promise<readonly Diagnosis[]> {
  const all = await orError(() => deps.app.installations());
  if (all instanceof Error) return at('Installations', [unseen('installations', all.message)]);
  const owner = only?.split('/')[0]?.toLowerCase();
  const installations = all.filter(({ account }) => owner === undefined || account.toLowerCase() === owner);
  const found: Diagnosis[] = [...at('Installations', judgeInstalled(app, all.length))];
  const repositories: RepoRef[] = [];
  for (const installation of installations) {
    const where = `Installation of ${installation.account}`;
    found.push(...at(where, judgeInstallation(installation, app, deps.wanted)));
    if (installation.suspended) continue;
    const seen = await orError(() => deps.repositories.repositories(installation.id));
    if (seen instanceof Error) found.push(...at(where, [unseen('installations', seen.message)]));
    else repositories.push(...seen.filter((repo) => only === null || isNamed(repo, only)));
  }
  if (only !== null && repositories.length === 0 && found.every(({ level }) => level === 'ok'))
    found.push(...at(only, [unreached(app, only)]));
  return [...found, ...(await examineAll(deps, app, repositories, only !== null))];
}

/** A repository without a configuration is left alone; only where there is no other is that a mistake. */
async function examineAll(
  deps: DoctorDeps,
  app: AppFacts,
  repositories: readonly RepoRef[],
  named: boolean,
): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [];
  const without: string[] = [];
  for (const repo of repositories) {
    const examined = await examineRepository(deps, app, repo);
    if (examined === 'unconfigured') without.push(`${repo.owner}/${repo.name}`);
    else found.push(...examined);
  }
  const pointless = named || without.length === repositories.length;
  return [...found, ...without.flatMap((where) => at(where, [pointless ? unconfigured() : leftAlone()]))];
}

function unreached({ settingsUrl }: AppFacts, only: string) {
  return wrong(
    'repository',
    `The App is not installed in ${only}, or there is no such repository.`,
    `On ${settingsUrl}/installations let it look after that repository too.`,
  );
}

function unconfigured() {
  return wrong(
    'configuration',
    'There is no .github/flotilla.yml on the default branch, so Flotilla does nothing here.',
    'Write one: the README shows a whole one under "Configuration of a repository".',
  );
}

function leftAlone() {
  return fine('configuration', 'There is no .github/flotilla.yml, so it is left alone.');
}

function isNamed({ owner, name }: RepoRef, only: string): boolean {
  return `${owner}/${name}`.toLowerCase() === only.toLowerCase();
}
