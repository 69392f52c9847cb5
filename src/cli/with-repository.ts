import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import { BrokenOff } from './broken-off.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlanSession } from './plan-session.ts';
import { refuse } from './refuse.ts';

/** Which repository a command is about, and for whom it answers. */
export interface RepositoryOptions {
  readonly repo: string;
  readonly json?: boolean;
}

/** Lends `work` the repository that was named, and tells why not where that cannot be. */
export async function withRepository(
  { terminal, connect }: Pick<PlanContext, 'terminal' | 'connect'>,
  { repo: named, json = false }: RepositoryOptions,
  work: (session: PlanSession, repo: RepoRef) => Promise<void>,
): Promise<void> {
  const [, owner, name] = /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100})$/.exec(named) ?? [];
  if (owner === undefined || name === undefined)
    return refuse(terminal, json, [`--repo wants owner/name, not "${named}".`]);
  const session = await connect();
  if (!session) return terminal.exitWith(1);
  try {
    const repo = await session.locate(owner, name);
    if (repo) await work(session, repo);
    else refuse(terminal, json, [`The App is not installed in ${named}, or there is no such repository.`]);
  } catch (error) {
    refuse(terminal, json, problemsOf(error));
  } finally {
    await session.close();
  }
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof BrokenOff) return [error.message, ...problemsOf(error.cause)];
  const message = error instanceof Error ? error.message : String(error);
  const how = error instanceof GitHubRefused ? 'refuses' : 'gave no good answer';
  return [`GitHub ${how}: ${message}`];
}
