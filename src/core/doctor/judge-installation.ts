import { listed } from '../words/listed.ts';
import { fine, wrong, type Finding } from './diagnosis.ts';
import type { AppFacts, InstallationFacts, WantedRights } from './facts.ts';
import { missingRights } from './missing-rights.ts';

/** Whether the App is installed anywhere. */
export function judgeInstalled(app: AppFacts, count: number): readonly Finding[] {
  if (count > 0) return [];
  const page = `${app.settingsUrl}/installations`;
  return [
    wrong(
      'installations',
      'The App is installed nowhere.',
      `On ${page} install it, in the repositories it should look after.`,
    ),
  ];
}

/** What one account has let the App do. What the App itself does not ask for cannot be accepted, and was told of. */
export function judgeInstallation(
  installation: InstallationFacts,
  app: AppFacts,
  wanted: WantedRights,
): readonly Finding[] {
  const { url, accountType } = installation;
  if (installation.suspended) {
    return [
      wrong(
        'suspended',
        'The installation is suspended: nothing may be read or changed there.',
        `On ${url} choose "Unsuspend".`,
      ),
    ];
  }
  const asked = missingRights(wanted, app);
  const missing = missingRights(wanted, installation, accountType);
  const permissions = missing.permissions.filter((one) => !asked.permissions.includes(one));
  const events = missing.events.filter((one) => !asked.events.includes(one));
  const found: Finding[] = [];
  if (permissions.length > 0) {
    found.push(
      wrong(
        'granted_permissions',
        `Its owner has not accepted ${listed(permissions, 20)}.`,
        `On ${url} the owner chooses "Review request" and accepts the new permissions.`,
      ),
    );
  }
  if (events.length > 0 && permissions.length === 0) {
    found.push(
      wrong(
        'granted_events',
        `It does not send ${listed(events, 20)}.`,
        `On ${url} the owner accepts what the App asks for by now, or installs it anew.`,
      ),
    );
  }
  return found.length > 0
    ? found
    : [fine('granted_permissions', 'The owner has accepted all that the App asks for.')];
}
