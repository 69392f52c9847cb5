import { activityFeed } from '../core/page/activity-feed.ts';
import { html, type Html } from '../core/page/html.ts';
import { projectSection } from '../core/page/project-section.ts';
import type { DeliveryGaps, StatusPage } from '../ports.ts';
import { pageFrame } from './page-frame.ts';

/**
 * The page at `/` for everybody. It holds no script; the browser loads it again every 2 s. `signIn`: people can sign
 * in with GitHub.
 */
export function statusPage(
  page: StatusPage,
  gaps: DeliveryGaps,
  { signIn }: { readonly signIn: boolean },
): string {
  return pageFrame({
    head: html`<meta http-equiv="refresh" content="2" />`,
    header: html`${counts(page, gaps)} ${signIn ? html`<a href="/auth/login">Sign in with GitHub</a>` : ''}`,
    main: html`<main>
      ${
        page.projects.length === 0
          ? html`<p>No repository yet. Install the App on one, and it shows up here within seconds.</p>`
          : page.projects.map(projectSection)
      }
      ${activityFeed(page.activity)}
    </main>`,
  });
}

function counts({ deliveries, effects }: StatusPage, { missing, noGapsSince }: DeliveryGaps): Html {
  return html`<ul class="counts" aria-label="Queues">
    <li>${deliveries.pending} deliveries waiting</li>
    <li class="${deliveries.dead > 0 ? 'bad' : 'quiet'}">${deliveries.dead} dead</li>
    ${
      missing.length > 0
        ? html`<li class="bad">${missing.length} not received</li>`
        : noGapsSince === null
          ? ''
          : html`<li class="quiet">no gaps since ${noGapsSince.toISOString()}</li>`
    }
    <li>${effects.waiting} effects waiting</li>
    <li class="${effects.dead > 0 ? 'bad' : 'quiet'}">${effects.dead} dead</li>
  </ul>`;
}
