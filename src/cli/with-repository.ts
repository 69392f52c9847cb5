import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import type { PlanSession } from './plan-session.ts';
import type { Terminal } from './terminal.ts';

/** Lends `work` the repository that `named` says, and tells why not where that cannot be. */
export async function withRepository(
  terminal: Terminal,
  connect: () => Promise<PlanSession | null>,
  named: string,
  work: (session: PlanSession, repo: RepoRef) => Promise<void>,
): Promise<void> {
  const [, owner, name] = /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100})$/.exec(named) ?? [];
  if (owner === undefined || name === undefined) {
    return fail(terminal, `--repo wants owner/name, not "${named}".`);
  }
  const session = await connect();
  if (!session) return terminal.exitWith(1);
  try {
    const repo = await session.locate(owner, name);
    if (repo) await work(session, repo);
    else fail(terminal, `The App is not installed in ${named}, or there is no such repository.`);
  } catch (error) {
    fail(terminal, `GitHub ${refusal(error)}`);
  } finally {
    await session.close();
  }
}

function refusal(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof GitHubRefused ? `refuses: ${message}` : `gave no good answer: ${message}`;
}

function fail(terminal: Terminal, sentence: string): void {
  terminal.exitWith(1);
  terminal.err(sentence);
}
