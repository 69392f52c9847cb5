import { connectApi } from '../client/connect-api.ts';
import { activityFeed } from '../core/page/activity-feed.ts';
import { html, type Html } from '../core/page/html.ts';
import { projectSection } from '../core/page/project-section.ts';
import { follow } from './follow.ts';
import { keepFresh } from './keep-fresh.ts';
import { answered, readBoard, Refused } from './read-board.ts';

/** What was put where. */
const shown = new Map<string, string>();

void begin().catch(failed);

/** Shows who is signed in one of their projects, and keeps it as it is. */
async function begin(): Promise<void> {
  const anybody = connectApi(location.origin, {});
  document.querySelector('#sign-out')?.addEventListener('click', () => {
    void anybody.POST('/auth/logout', { parseAs: 'text' }).finally(() => location.reload());
  });
  const { login, projects } = await answered(anybody.GET('/auth/me'));
  const named = Number(new URLSearchParams(location.search).get('project'));
  const meant = projects.find(({ id }) => id === named) ?? projects[0];
  put('#who', html`${login ?? 'the operator'}`);
  if (projects.length > 1) put('#projects', html`${projects.map((one) => link(one, one === meant))}`);
  if (meant === undefined) {
    put('#board', html`<p>There is no repository yet that you may look at here.</p>`);
    return;
  }

  const { id } = meant;
  const api = connectApi(location.origin, { 'x-flotilla-project': String(id) });
  const refresh = keepFresh(async () => {
    try {
      const { project, activity } = await readBoard(api, id);
      put('#board', html`${[projectSection(project), activityFeed(activity)]}`);
    } catch (error) {
      failed(error);
    }
  });
  const hears = (live: boolean) => {
    put('#live', live ? html`Live` : html`Connecting again`);
    refresh();
  };
  follow(api, id, { changed: refresh, hears, failed });
}

function link({ id, repository }: { readonly id: number; readonly repository: string }, here: boolean): Html {
  return here
    ? html`<a href="?project=${id}" aria-current="page">${repository}</a> `
    : html`<a href="?project=${id}">${repository}</a> `;
}

/** Leaves alone what says so already, so that nothing is lost that a reader has marked. */
function put(where: string, { text }: Html): void {
  const there = document.querySelector(where);
  if (there === null || shown.get(where) === text) return;
  there.innerHTML = text;
  shown.set(where, text);
}

/** A sign-in that is over needs another one, for which the page without it asks. */
function failed(error: unknown): void {
  if (error instanceof Refused && error.status === 401) location.reload();
  else put('#live', html`${error instanceof Refused ? error.message : 'Flotilla does not answer'}`);
}
