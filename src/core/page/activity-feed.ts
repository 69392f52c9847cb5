import { html, type Html } from './html.ts';
import type { ShownActivity } from './shown-project.ts';
import { none } from './tag.ts';

/** What happened, the newest first. */
export function activityFeed(lines: readonly ShownActivity[]): Html {
  return html`<section aria-label="Activity">
    <h2>Activity</h2>
    ${
      lines.length === 0
        ? none('Nothing has happened yet.')
        : html`<ol class="feed">
            ${lines.map(
              (line) =>
                html`<li>
                  <time datetime="${line.at.toISOString()}"
                    >${line.at.toISOString().slice(0, 19).replace('T', ' ')}</time
                  >
                  <strong>${line.kind.replaceAll('_', ' ')}</strong>
                  ${line.issue === null ? '' : `#${line.issue}`} by ${line.actor}
                  <span class="quiet mono">${details(line.detail)}</span>
                </li>`,
            )}
          </ol>`
    }
  </section>`;
}

function details(detail: Readonly<Record<string, unknown>>): string {
  const text = Object.entries(detail)
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
