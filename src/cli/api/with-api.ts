import type { Command } from 'commander';
import { connectApi, type Api } from '../../client/connect-api.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { repoProblem } from '../repo-problem.ts';
import { tell, type Failure, type Said } from '../tell.ts';
import type { Terminal } from '../terminal.ts';
import { answerOf } from './answer-of.ts';
import { isNoAnswer } from './is-no-answer.ts';

/** What a command needs that asks a running Flotilla. */
export interface ApiContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ApiOptions {
  readonly repo?: string;
  readonly json?: boolean;
}

/** A server, and which project is meant there; where nothing is said, the only one of the token. */
export interface Asked {
  readonly api: Api;
  readonly where: { readonly projectId?: number };
}

const DEFAULT_URL = 'http://127.0.0.1:3000';

/** For every command that asks a running Flotilla. */
export const API_HELP = `
A running Flotilla is asked: FLOTILLA_URL says where it is (${DEFAULT_URL} by default), FLOTILLA_TOKEN who asks
("flotilla token create" makes one). Ends with 0; with 1 and a sentence where it is refused; with 2 where nobody could be
asked: no answer, or a token that is not good.`;

/** The options that all of them have. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--repo <owner/name>', 'the repository, where the token reaches several')
    .option('--json', 'one line of JSON')
    .addHelpText('after', API_HELP);
}

/** Ends a command with what the server answers to `work`. */
export async function withApi(
  { terminal, env }: ApiContext,
  { repo, json = false }: ApiOptions,
  work: (asked: Asked) => Promise<Result<Said, Failure>>,
): Promise<void> {
  tell(terminal, json, await ask(env, repo ?? null, work));
}

async function ask(
  { FLOTILLA_URL: url = DEFAULT_URL, FLOTILLA_TOKEN: token }: ApiContext['env'],
  repo: string | null,
  work: (asked: Asked) => Promise<Result<Said, Failure>>,
): Promise<Result<Said, Failure>> {
  if (token === undefined || token === '')
    return err({ text: 'FLOTILLA_TOKEN is not set. "flotilla token create" makes a token.', code: 2 });
  if (!URL.canParse(url)) return err({ text: `FLOTILLA_URL is no address: "${url}".`, code: 2 });
  const api = connectApi(url, { authorization: `Bearer ${token}` });
  try {
    const where = repo === null ? ok({}) : await projectOf(api, repo);
    return where.ok ? await work({ api, where: where.value }) : where;
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    return err({ text: `${url} does not answer. FLOTILLA_URL says where Flotilla runs.`, code: 2 });
  }
}

async function projectOf(api: Api, repo: string): Promise<Result<Asked['where'], Failure>> {
  const problem = repoProblem(repo);
  if (problem !== null) return err({ text: problem, code: 1 });
  const projects = await answerOf(api.GET('/api/projects'));
  if (!projects.ok) return projects;
  const found = projects.value.items.find(
    ({ repository }) => repository.toLowerCase() === repo.toLowerCase(),
  );
  if (found) return ok({ projectId: found.id });
  return err({ text: `There is no repository ${repo} that this token reaches.`, code: 1 });
}
