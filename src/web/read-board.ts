import type { components } from '../client/api-types.ts';
import type { Api } from '../client/connect-api.ts';
import type { ShownActivity, ShownProject } from '../core/page/shown-project.ts';

type Eta = components['schemas']['Eta'];

/** What is shown of one project. */
export interface Board {
  readonly project: ShownProject;
  readonly activity: readonly ShownActivity[];
}

/** The API refused; `message` is its own sentence. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

const TASKS_AT_MOST = 500;
const LINES = 50;

/** Everything that the board shows of a project, asked at once. Throws `Refused`. */
export async function readBoard(api: Api, projectId: number): Promise<Board> {
  const only = { params: { query: { projectId } } };
  const [projects, summary, lanes, tasks, activity] = await Promise.all([
    answered(api.GET('/api/projects')),
    answered(api.GET('/api/progress/summary', only)),
    answered(api.GET('/api/git/merge-queue', only)),
    answered(api.GET('/api/tasks', { params: { query: { projectId, limit: TASKS_AT_MOST } } })),
    answered(api.GET('/api/activity', { params: { query: { projectId, latest: 'true', limit: LINES } } })),
  ]);
  const found = projects.items.find(({ id }) => id === projectId);
  if (found === undefined) throw new Refused(404, 'This repository is not there any more.');
  const [owner = '', name = ''] = found.repository.split('/');
  return {
    project: {
      owner,
      name,
      state: found.state,
      configError: found.configError,
      epics: summary.epics.map((epic) => ({ ...epic, eta: dated(epic.eta) })),
      hits: summary.hits,
      lanes: lanes.items,
      tasks: tasks.items
        .map((task) => ({ ...task, holder: task.holder?.agent ?? null }))
        .toSorted((a, b) => a.issue - b.issue),
    },
    activity: activity.items.map((line) => ({ ...line, at: new Date(line.at) })).toReversed(),
  };
}

/** What was answered. Throws `Refused`. */
export async function answered<Data>(
  asked: Promise<{ readonly data?: Data; readonly error?: { detail: string }; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await asked;
  if (data !== undefined) return data;
  throw new Refused(response.status, error?.detail ?? `It was answered with ${response.status}.`);
}

function dated(eta: Eta | null): ShownProject['epics'][number]['eta'] {
  if (eta === null) return null;
  const day = (at: string | null) => (at === null ? null : new Date(at));
  return { p50: day(eta.p50), p85: day(eta.p85), madeAt: new Date(eta.madeAt) };
}
