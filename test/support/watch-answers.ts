import { createServer } from '../../src/http/create-server.ts';
import { createAjv } from '../github/descriptions/create-ajv.ts';
import type { OpenApi } from './api-client.ts';
import { BARE } from './bare-server.ts';
import { mediaOf } from './media-of.ts';

interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly media: string;
  readonly text: string;
}

interface Contract {
  /** What an answer breaks of the document; null: nothing. */
  readonly problemOf: (answer: Answer) => string | null;
}

interface Watcher {
  readonly isOurs: (origin: string) => boolean;
  readonly heard: Promise<Answer | null>[];
}

const watchers = new Set<Watcher>();
/** One program has one document, and compiling its parts is dear: the processes of the tests keep it. */
let contract: Promise<Contract> | null = null;

/**
 * Holds every answer that a test gets of a Flotilla to `/openapi.json`, whoever asks for it. Nothing is compiled until
 * the end, so that watching does not slow the flow that is watched.
 */
export function watchAnswers(isOurs: (origin: string) => boolean) {
  const watcher: Watcher = { isOurs, heard: [] };
  const { heard } = watcher;
  if (watchers.size === 0) globalThis.fetch = watchedFetch;
  watchers.add(watcher);

  return {
    /** Throws one list of everything that the document does not say. */
    async expectNone(): Promise<void> {
      watchers.delete(watcher);
      if (watchers.size === 0) globalThis.fetch = realFetch;
      if (heard.length === 0) return;
      const { problemOf } = await (contract ??= readContract());
      const answers = (await Promise.all(heard)).filter((answer) => answer !== null);
      const problems = new Set(answers.flatMap((answer) => problemOf(answer) ?? []));
      if (problems.size > 0)
        throw new Error(`Answered what /openapi.json does not say:\n${[...problems].join('\n')}`);
    },
  };
}

const realFetch = globalThis.fetch;

async function watchedFetch(...asked: Parameters<typeof fetch>): Promise<Response> {
  const answer = await realFetch(...asked);
  const [what, how] = asked;
  const request = what instanceof Request ? what : null;
  const { origin, pathname: path } = what instanceof Request ? new URL(what.url) : new URL(what);
  const media = mediaOf(answer);
  const watching = [...watchers].filter(({ isOurs }) => isOurs(origin));
  // What streams has no end to wait for.
  if (watching.length === 0 || media === 'text/event-stream') return answer;
  const method = (how?.method ?? request?.method ?? 'GET').toLowerCase();
  const { status } = answer;
  const kept = answer
    .clone()
    .text()
    .then((text) => ({ method, path, status, media, text }))
    // Whoever is cut off meanwhile was answered nothing.
    .catch(() => null);
  for (const { heard } of watching) heard.push(kept);
  return answer;
}

async function readContract(): Promise<Contract> {
  const document = await readDocument();
  const ajv = createAjv();
  ajv.addSchema({ ...document, $id: 'openapi' });
  // Names before holes, so that /api/tasks/ready/list is not taken for a task.
  const paths = Object.keys(document.paths)
    .toSorted((a, b) => a.split('{').length - b.split('{').length)
    .map((at) => ({ at, pattern: new RegExp(`^${at.replace(/\{\w+\}/g, '[^/]+')}$`) }));
  return {
    problemOf({ method: asked, path, status, media, text }) {
      const method = asked === 'head' ? 'get' : asked;
      const at = paths.find(
        ({ pattern, at }) => pattern.test(path) && method in (document.paths[at] ?? {}),
      )?.at;
      // Nothing is there, or the method is not taken, which no part of a document can say.
      if (at === undefined) return status === 404 || status === 405 ? null : `${method} ${path}: ${status}`;
      const said = document.paths[at]?.[method]?.responses[String(status)];
      if (said === undefined) return `${method} ${at}: ${status} is not described`;
      if (text === '') return null;
      if (said.content?.[media] === undefined) return `${method} ${at}: ${status} as "${media}"`;
      if (!media.endsWith('json')) return null;
      const pointer = `#/paths/${at.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/${status}`;
      const validate = ajv.getSchema(
        `openapi${encodeURI(`${pointer}/content/${media.replace('/', '~1')}/schema`)}`,
      );
      return validate?.(JSON.parse(text)) === true
        ? null
        : `${method} ${at}: ${status} ${ajv.errorsText(validate?.errors)} in ${text.slice(0, 300)}`;
    },
  };
}

async function readDocument(): Promise<OpenApi> {
  const server = createServer(BARE);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    return (await (await realFetch(`${url}/openapi.json`)).json()) as OpenApi;
  } finally {
    await server.close();
  }
}
