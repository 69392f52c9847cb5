import type { EntryState } from '../core/model/lane.ts';
import type { TaskStatus } from '../core/model/task.ts';
import { etaWords } from '../core/words/eta-words.ts';
import type { DeliveryGaps, StatusPage } from '../ports.ts';
import { html, Html } from './html.ts';
import { STATUS_STYLE } from './status-style.ts';

type Project = StatusPage['projects'][number];
type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'quiet';

const TASK_TONES: Readonly<Record<TaskStatus, Tone>> = {
  pending: 'quiet',
  in_progress: 'busy',
  review: 'wait',
  done: 'good',
  failed: 'bad',
  blocked: 'bad',
};

const ENTRY_TONES: Readonly<Record<EntryState, Tone>> = {
  waiting: 'quiet',
  queued: 'wait',
  building: 'busy',
  testing: 'busy',
  landing: 'good',
  landed: 'good',
  ejected: 'bad',
};

/**
 * The page at `/`. It holds no script; the browser loads it again every 2 s. All text from GitHub is escaped. `signIn`:
 * people can sign in with GitHub.
 */
export function statusPage(
  page: StatusPage,
  gaps: DeliveryGaps,
  { signIn }: { readonly signIn: boolean },
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="2" />
        <title>Flotilla</title>
        ${new Html(`<style>${STATUS_STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>Flotilla</h1>
          ${counts(page, gaps)} ${signIn ? html`<a href="/auth/login">Sign in with GitHub</a>` : ''}
        </header>
        <main>
          ${
            page.projects.length === 0
              ? html`<p>No repository yet. Install the App on one, and it shows up here within seconds.</p>`
              : page.projects.map(project)
          }
          ${feed(page.activity)}
        </main>
      </body>
    </html>`.text;
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

function project(one: Project): Html {
  const name = `${one.owner}/${one.name}`;
  return html`<section aria-label="${name}">
    <h2>${name} ${one.state === 'active' ? '' : tag(one.state, 'wait')}</h2>
    ${
      one.configError === null
        ? ''
        : html`<p class="notice" role="alert">
            The newest <code>.github/flotilla.yml</code> does not take effect: ${one.configError}
          </p>`
    }
    <h3>Epics</h3>
    ${
      one.epics.length === 0
        ? none('No epics are configured.')
        : html`<ul class="cards">
            ${one.epics.map((each) => epic(each, one.hits))}
          </ul>`
    }
    <h3>Lanes</h3>
    ${
      one.lanes.length === 0
        ? none('No lanes yet.')
        : html`<ul class="cards">
            ${one.lanes.map(lane)}
          </ul>`
    }
    <h3>Tasks</h3>
    ${one.tasks.length === 0 ? none('No tasks yet.') : tasks(one.tasks)}
  </section>`;
}

function epic(one: Project['epics'][number], hits: Project['hits']): Html {
  const { claimed, verified, tasks: all, done } = one.progress;
  const percent = Math.floor(claimed);
  const likely = etaWords(one.eta, hits);
  return html`<li>
    <strong>${one.title}</strong>
    <progress value="${percent}" max="100" aria-label="${one.title}">${percent} %</progress>
    <p>${percent} % claimed, ${Math.floor(verified)} % verified · ${done} of ${all} tasks done</p>
    ${one.thresholds
      .filter(({ has, needs }) => has < needs)
      .map(
        ({ epic: key, has, needs }) => html`<p>Waits for epic ${key}: ${has} % done, needs ${needs} %</p>`,
      )}
    ${likely === '' ? '' : html`<p>${likely}</p>`}
    <p class="quiet"><code>${one.branch}</code> · epic ${one.key}</p>
  </li>`;
}

function lane(one: Project['lanes'][number]): Html {
  return html`<li>
    <strong class="mono">${one.branch}</strong>
    ${one.paused === null ? '' : html`<p class="bad">Paused: ${one.paused}</p>`}
    ${
      one.entries.length === 0
        ? none('Nothing in the lane.')
        : one.entries.map(
            (entry) =>
              html`<p>
                ${entry.pull === null ? `what is on ${entry.sync}` : `#${entry.pull}`}
                ${tag(entry.state, ENTRY_TONES[entry.state])} ${entry.held ? tag('held', 'wait') : ''}
              </p>`,
          )
    }
    <p class="quiet">${one.landed} landed · ${one.ejected} ejected</p>
  </li>`;
}

function tasks(list: Project['tasks']): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Issue</th>
          <th scope="col">Title</th>
          <th scope="col">Epic</th>
          <th scope="col">Status</th>
          <th scope="col">Holder</th>
          <th scope="col" class="num">Percent</th>
        </tr>
      </thead>
      <tbody>
        ${list.map(
          (task) =>
            html`<tr>
              <td>#${task.issue}</td>
              <td>${task.title}</td>
              <td>${task.epic ?? '–'}</td>
              <td>${tag(task.status.replace('_', ' '), TASK_TONES[task.status])}</td>
              <td>${task.holder ?? '–'}</td>
              <td class="num">${Math.round(task.percent)} %</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function feed(lines: StatusPage['activity']): Html {
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

function tag(text: string, tone: Tone): Html {
  return html`<span class="tag ${tone}">${text}</span>`;
}

function none(sentence: string): Html {
  return html`<p class="quiet">${sentence}</p>`;
}
