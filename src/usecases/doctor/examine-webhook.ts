import type { Finding } from '../../core/doctor/diagnosis.ts';
import type { AppFacts } from '../../core/doctor/facts.ts';
import { judgeWebhook, whereToKnock } from '../../core/doctor/judge-webhook.ts';
import type { DoctorDeps } from '../../ports.ts';

/** The App's webhook: how it is set up, who answers there, and how deliveries fare. */
export async function examineWebhook(deps: DoctorDeps, app: AppFacts): Promise<readonly Finding[]> {
  const { publicUrl } = deps;
  const hook = await deps.app.hook();
  const door = whereToKnock(hook, publicUrl);
  const [attempts, knock] = await Promise.all([
    hook.url === null ? [] : deps.app.attempts(),
    door === null ? null : deps.knock(door),
  ]);
  return judgeWebhook({ app, publicUrl, hook, knock, attempts });
}
