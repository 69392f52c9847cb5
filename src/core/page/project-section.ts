import type { EntryState } from '../model/lane.ts';
import type { TaskStatus } from '../model/task.ts';
import { etaWords } from '../words/eta-words.ts';
import { html, type Html } from './html.ts';
import type { ShownProject } from './shown-project.ts';
import { none, tag, type Tone } from './tag.ts';

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

/** A project: its epics, lanes and tasks. */
export function projectSection(one: ShownProject): Html {
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

function epic(one: ShownProject['epics'][number], hits: ShownProject['hits']): Html {
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

function lane(one: ShownProject['lanes'][number]): Html {
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

function tasks(list: ShownProject['tasks']): Html {
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
