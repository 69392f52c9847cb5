import { at, unseen, type Diagnosis } from '../../core/doctor/diagnosis.ts';
import { judgeApp } from '../../core/doctor/judge-app.ts';
import { judgeDatabase } from '../../core/doctor/judge-database.ts';
import { judgeRedis } from '../../core/doctor/judge-redis.ts';
import type { DoctorDeps } from '../../ports.ts';
import { examineInstallations } from './examine-installations.ts';
import { examineWebhook } from './examine-webhook.ts';
import { looked } from './looked.ts';
import { orError } from './or-error.ts';

/** Looks at everything that Flotilla depends on, or at one repository (`owner/name`) instead of all. Changes nothing. */
export async function examine(deps: DoctorDeps, only: string | null): Promise<readonly Diagnosis[]> {
  const [github, database, redis] = await Promise.all([
    examineGitHub(deps, only),
    looked('database', async () => judgeDatabase(await deps.database())),
    looked('redis', async () => (deps.redis ? judgeRedis(await deps.redis()) : [])),
  ]);
  return [...at('PostgreSQL', database), ...at('Redis', redis), ...github];
}

async function examineGitHub(deps: DoctorDeps, only: string | null): Promise<readonly Diagnosis[]> {
  const answer = await orError(() => deps.app.app());
  const itself = await looked('credentials', async () => {
    if (answer instanceof Error) throw answer;
    return judgeApp(deps.appId, answer, deps.wanted);
  });
  if (answer instanceof Error || answer.kind === 'refused') {
    const rest = unseen('installations', 'without an App that GitHub knows, nobody may look');
    return [...at('App', itself), ...at('Webhook, installations and repositories', [rest])];
  }
  const { app } = answer;
  const [webhook, installations] = await Promise.all([
    looked('webhook', () => examineWebhook(deps, app)),
    examineInstallations(deps, app, only),
  ]);
  return [...at('App', itself), ...at('Webhook', webhook), ...installations];
}
