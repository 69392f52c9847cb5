import { fine, hint, wrong, type Finding } from './diagnosis.ts';
import type { AppFacts, AttemptFacts, HookFacts, Knock } from './facts.ts';

const PATH = '/api/github/webhooks';

export interface WebhookFacts {
  readonly app: AppFacts;
  readonly publicUrl: string | null;
  readonly hook: HookFacts;
  /** Null: nobody knocked, since there was no use in it. */
  readonly knock: Knock | null;
  /** Of the newest deliveries, the newest first. */
  readonly attempts: readonly AttemptFacts[];
}

/** The address that GitHub delivers to, where it can be known. */
function wantedHookUrl(publicUrl: string | null): string | null {
  return publicUrl === null ? null : `${publicUrl}${PATH}`;
}

/** Where to knock in order to see whether a Flotilla answers; null: nowhere, for a channel would pass the knock on. */
export function whereToKnock(hook: HookFacts, publicUrl: string | null): string | null {
  return hook.url === null || isChannel(hook.url) || isElsewhere(hook, publicUrl) ? null : hook.url;
}

/** Whether GitHub delivers to where Flotilla is not; a channel that passes on (smee.io) is its owner's business. */
function isElsewhere(hook: HookFacts, publicUrl: string | null): boolean {
  const wanted = wantedHookUrl(publicUrl);
  if (hook.url === null || wanted === null || isChannel(hook.url)) return false;
  return plain(hook.url) !== plain(wanted);
}

/** How the webhook is set up at GitHub, whether it leads to a Flotilla, and what became of the newest delivery. */
export function judgeWebhook(facts: WebhookFacts): readonly Finding[] {
  const { app, hook, publicUrl } = facts;
  const page = app.settingsUrl;
  if (hook.url === null) {
    const url = wantedHookUrl(publicUrl) ?? `your PUBLIC_URL and then ${PATH}`;
    return [
      wrong(
        'webhook',
        'The App has no webhook.',
        `On ${page} tick "Active" and set "Webhook URL" to ${url}.`,
      ),
    ];
  }
  const broken = [...elsewhere(facts, hook.url), ...form(page, hook)];
  const found = [...broken, ...(broken.length === 0 ? arrival(facts, hook.url) : [])];
  const tls = certificates(page, hook);
  return found.some(({ level }) => level !== 'ok') || tls.length > 0
    ? [...found, ...tls]
    : [fine('webhook', `GitHub delivers to ${hook.url}, as JSON and with a secret.`), ...found];
}

function elsewhere({ app, hook, publicUrl }: WebhookFacts, url: string): readonly Finding[] {
  if (!isElsewhere(hook, publicUrl)) return [];
  const wanted = wantedHookUrl(publicUrl) ?? '';
  return [
    wrong(
      'webhook_url',
      `GitHub delivers to ${url}, and PUBLIC_URL says that Flotilla is at ${publicUrl ?? ''}.`,
      `On ${app.settingsUrl} set "Webhook URL" to ${wanted}, or correct PUBLIC_URL.`,
    ),
  ];
}

function form(page: string, hook: HookFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (hook.contentType !== 'json') {
    found.push(
      wrong(
        'webhook_format',
        `GitHub delivers as "${hook.contentType}", which Flotilla does not take.`,
        `Set the content type to application/json: PATCH /app/hook/config with {"content_type":"json"}, or on ${page}.`,
      ),
    );
  }
  if (!hook.hasSecret) {
    found.push(
      wrong(
        'webhook_secret',
        'The webhook has no secret, and Flotilla takes no delivery without a signature.',
        `On ${page} set "Webhook secret" to what WEBHOOK_SECRET holds.`,
      ),
    );
  }
  return found;
}

function certificates(page: string, hook: HookFacts): readonly Finding[] {
  if (!hook.insecureTls) return [];
  return [
    wrong(
      'webhook_tls',
      'GitHub delivers without looking at the certificate of the server, so anybody in between can read along.',
      `On ${page} choose "Enable SSL verification".`,
    ),
  ];
}

function arrival({ app, knock, attempts }: WebhookFacts, url: string): readonly Finding[] {
  const [newest] = attempts;
  const arrives = newest !== undefined && isGood(newest);
  if (knock !== null && knock.kind !== 'flotilla' && !arrives) return [unreached(knock, url)];
  const reached =
    knock === null || knock.kind === 'flotilla'
      ? fine('webhook_reach', `A Flotilla answers at ${url}.`)
      : hint(
          'webhook_reach',
          `Nothing of Flotilla's answers at ${url} from this machine, but GitHub's newest delivery arrived.`,
          'Run this where Flotilla runs, or start Flotilla.',
        );
  if (newest === undefined) return [reached, fine('deliveries', 'GitHub has delivered nothing so far.')];
  if (!arrives) return [reached, undelivered(app, newest)];
  const failed = attempts.filter((attempt) => !isGood(attempt)).length;
  const rest = failed === 0 ? '' : ` ${failed} before it failed; Flotilla asks for them again by itself.`;
  return [reached, fine('deliveries', `The newest delivery arrived.${rest}`)];
}

function unreached(knock: Exclude<Knock, { readonly kind: 'flotilla' }>, url: string): Finding {
  if (knock.kind === 'other') {
    return wrong(
      'webhook_reach',
      `What answers at ${url} is no Flotilla (status ${knock.status}).`,
      `Have the proxy in front pass ${PATH} on to Flotilla unchanged, or correct the address of the webhook.`,
    );
  }
  return wrong(
    'webhook_reach',
    `Nobody answers at ${url} (${knock.why}).`,
    'Start Flotilla, and see that the name and the proxy in front lead to it.',
  );
}

function undelivered({ settingsUrl }: AppFacts, { event, at, statusCode, status }: AttemptFacts): Finding {
  const which = `The newest delivery (${event}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
  const again = `Then choose "Redeliver" for it on ${settingsUrl}/advanced.`;
  if (statusCode === 401) {
    return wrong(
      'webhook_secret',
      `${which} was refused with 401: GitHub signs with another secret than WEBHOOK_SECRET holds.`,
      `On ${settingsUrl} set "Webhook secret" to what WEBHOOK_SECRET holds, or the other way round and start again. ${again}`,
    );
  }
  return wrong(
    'deliveries',
    `${which} failed: ${status} (${statusCode}).`,
    `See in Flotilla's log and that of the proxy in front why, and that GitHub's addresses ("hooks" of GET /meta) are let in. ${again}`,
  );
}

function isGood({ statusCode }: AttemptFacts): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function isChannel(url: string): boolean {
  return /^https:\/\/(?:[\w-]+\.)*smee\.io\//.test(url);
}

/** Case of the host and a slash at the end make no difference. */
function plain(url: string): string {
  const [, origin = '', rest = ''] = /^(https?:\/\/[^/]+)(.*)$/i.exec(url) ?? [];
  const port = origin.toLowerCase().startsWith('https') ? /:443$/ : /:80$/;
  return origin.toLowerCase().replace(port, '') + rest.replace(/\/+$/, '');
}
