import { Command } from 'commander';
import { err, ok, type Result } from '../core/result.ts';
import { auditRefusal } from '../core/words/audit-refusal.ts';
import { auditWords } from '../core/words/audit-words.ts';
import type { AuditSession } from './audit-session.ts';
import { numberOf } from './number-of.ts';
import { repoProblem } from './repo-problem.ts';
import { tell, type Said } from './tell.ts';
import type { Terminal } from './terminal.ts';
import { withSession } from './with-session.ts';

export interface AuditContext {
  readonly terminal: Terminal;
  /** Throws `CannotStart` where there is no database. */
  connect(this: void): Promise<AuditSession>;
}

interface Options {
  readonly repo?: string;
  readonly json?: boolean;
}

const HELP = `
A task is the number of its issue, 14 or '#14'. Everything comes from the database (DATABASE_URL, or the embedded one in
DATA_DIR); nothing is changed, and GitHub is not asked. Ends with 0, or with 1 where there is no such task.`;

/** `flotilla audit TASK` */
export function auditCommand({ terminal, connect }: AuditContext): Command {
  return new Command('audit')
    .description('Print the chain of a task from its issue to the commit that landed for it.')
    .argument('<task>', 'the number of its issue')
    .option('--repo <owner/name>', 'the repository, where the database knows several')
    .option('--json', 'one line of JSON')
    .addHelpText('after', HELP)
    .action(async (task: string, { repo, json = false }: Options) => {
      tell(terminal, json, await audit(connect, task, repo ?? null));
    });
}

async function audit(
  connect: AuditContext['connect'],
  task: string,
  repo: string | null,
): Promise<Result<Said, string>> {
  const issue = numberOf(task);
  if (issue === 0) return err(`A task is named by the number of its issue, as 14, not by "${task}".`);
  const problem = repoProblem(repo);
  if (problem !== null) return err(problem);
  return withSession(connect, async (session) => {
    const trail = await session.trail(repo, issue);
    if (!trail.ok) return err(auditRefusal(trail.error));
    return ok({ text: auditWords(trail.value), json: { ...trail.value } });
  });
}
