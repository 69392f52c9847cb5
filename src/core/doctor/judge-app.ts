import { listed } from '../words/listed.ts';
import { fine, wrong, type Finding } from './diagnosis.ts';
import type { AppAnswer, AppFacts, WantedRights } from './facts.ts';
import { judgeClock } from './judge-clock.ts';
import { missingRights } from './missing-rights.ts';

/** The App's id and key, the clock they depend on, and what the App asks for. */
export function judgeApp(appId: number, answer: AppAnswer, wanted: WantedRights): readonly Finding[] {
  const clock = answer.aheadMs === null ? [] : [judgeClock('clock', 'GitHub', answer.aheadMs)];
  if (answer.kind === 'refused') {
    // A clock that is wrong explains it.
    return clock.some(({ level }) => level === 'wrong') ? clock : [refused(appId, answer), ...clock];
  }
  const { app } = answer;
  const known = fine('credentials', `GitHub knows App ${appId} and its private key as "${app.slug}".`);
  return [known, ...clock, ...rights(app, wanted)];
}

function refused(
  appId: number,
  { status, said }: { readonly status: number; readonly said: string },
): Finding {
  return wrong(
    'credentials',
    `GitHub refuses App ${appId} with this private key (${status}: ${said}).`,
    'Compare APP_ID with the number beside "App ID" on the App\'s settings page. If it is right, generate a new private key there and give it as PRIVATE_KEY or PRIVATE_KEY_PATH.',
  );
}

function rights(app: AppFacts, wanted: WantedRights): readonly Finding[] {
  const missing = missingRights(wanted, app);
  const page = `${app.settingsUrl}/permissions`;
  const again = 'save, and have the owner of each installation accept what is new';
  return [
    missing.permissions.length === 0
      ? fine('app_permissions', `The App asks for all ${Object.keys(wanted.permissions).length} permissions.`)
      : wrong(
          'app_permissions',
          `The App does not ask for ${listed(missing.permissions, 20)}.`,
          `On ${page} set ${listed(missing.permissions, 20)}, ${again}.`,
        ),
    missing.events.length === 0
      ? fine('app_events', `The App is subscribed to all ${wanted.events.length} events.`)
      : wrong(
          'app_events',
          `The App is not subscribed to ${listed(missing.events, 20)}.`,
          `On ${page}, below "Subscribe to events", tick ${listed(missing.events, 20)}, and save.`,
        ),
  ];
}
