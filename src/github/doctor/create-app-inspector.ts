import { z } from 'zod';
import type { AppFacts, AppAnswer, InstallationFacts } from '../../core/doctor/facts.ts';
import { GitHubRefused, type AppInspector } from '../../ports.ts';
import { createAppClient } from '../create-app-client.ts';
import type { GitHubOptions } from '../github-options.ts';
import { nullWhenMissing } from '../null-when-missing.ts';

const permissions = z.record(z.string(), z.string());
const appShape = z.object({
  name: z.string(),
  slug: z.string(),
  html_url: z.string(),
  owner: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  permissions,
  events: z.array(z.string()),
});
const installationShape = z.object({
  id: z.number(),
  account: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullable(),
  target_type: z.string(),
  permissions,
  events: z.array(z.string()),
  suspended_at: z.string().nullable(),
  html_url: z.string(),
});
/** GitHub leaves out what is not set, and answers eight asterisks for a secret. */
const hookShape = z.object({
  url: z.string().nullish(),
  content_type: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).nullish(),
  secret: z.string().nullish(),
});
const attemptShape = z.object({
  event: z.string(),
  delivered_at: z.string(),
  status: z.string(),
  status_code: z.number(),
});

/** The App and its webhook, as GitHub shows them to the App itself. */
export function createAppInspector(options: GitHubOptions): AppInspector {
  const clock = options.clock ?? { now: () => new Date() };
  let aheadMs: number | null = null;
  // Also what refuses us is dated.
  const dated: typeof fetch = async (...request) => {
    const answer = await fetch(...request);
    const told = Date.parse(answer.headers.get('date') ?? '');
    // The header knows no parts of a second.
    if (!Number.isNaN(told)) aheadMs = clock.now().getTime() - (told + 500);
    return answer;
  };
  const client = createAppClient(options, { fetch: dated });

  return {
    async app(): Promise<AppAnswer> {
      try {
        const { data } = await client.rest.apps.getAuthenticated();
        return { kind: 'known', app: appOf(appShape.parse(data)), aheadMs };
      } catch (error) {
        if (!(error instanceof GitHubRefused)) throw error;
        return { kind: 'refused', status: error.status, said: error.message, aheadMs };
      }
    },
    async installations() {
      const found = await client.paginate(client.rest.apps.listInstallations, { per_page: 100 });
      return z.array(installationShape).parse(found).map(installationOf);
    },
    async hook() {
      // An App without a webhook has no configuration of one.
      const answer = await nullWhenMissing(client.rest.apps.getWebhookConfigForApp());
      const { url, content_type, insecure_ssl, secret } = hookShape.parse(answer?.data ?? {});
      return {
        url: url ? url : null,
        contentType: content_type ?? 'form',
        insecureTls: String(insecure_ssl ?? '0') === '1',
        hasSecret: Boolean(secret),
      };
    },
    async attempts() {
      const { data } = await client.rest.apps.listWebhookDeliveries({ per_page: 100 });
      return z
        .array(attemptShape)
        .parse(data)
        .map(({ event, delivered_at: at, status, status_code: statusCode }) => ({
          event,
          at: new Date(at),
          status,
          statusCode,
        }))
        .toSorted((a, b) => b.at.getTime() - a.at.getTime());
    },
  };
}

function appOf({ owner, html_url: page, ...app }: z.infer<typeof appShape>): AppFacts {
  const webUrl = new URL(page).origin;
  const whose = owner?.type === 'Organization' ? `/organizations/${owner.login}` : '';
  return { ...app, webUrl, settingsUrl: `${webUrl}${whose}/settings/apps/${app.slug}` };
}

function installationOf(found: z.infer<typeof installationShape>): InstallationFacts {
  const { id, account, events, html_url: url } = found;
  return {
    id,
    account: account?.login ?? account?.slug ?? String(id),
    accountType: found.target_type === 'User' ? 'User' : 'Organization',
    permissions: found.permissions,
    events,
    suspended: found.suspended_at !== null,
    url,
  };
}
