import { Command } from 'commander';
import { auditRefusal } from '../core/words/audit-refusal.ts';
import { auditWords } from '../core/words/audit-words.ts';
import { CannotStart } from '../ports.ts';
import type { AuditSession } from './audit-session.ts';
import { repoProblem } from './repo-problem.ts';
import type { Terminal } from './terminal.ts';

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
    .action(async (task: string, options: Options) => {
      const said = await audit(connect, task, options);
      terminal.exitWith(said.ok ? 0 : 1);
      if (said.ok || options.json === true) terminal.out(said.text);
      else terminal.err(said.text);
    });
}

interface Said {
  readonly ok: boolean;
  readonly text: string;
}

async function audit(
  connect: AuditContext['connect'],
  task: string,
  { repo = null, json = false }: { readonly repo?: string | null; readonly json?: boolean },
): Promise<Said> {
  const refuse = (problem: string): Said => ({
    ok: false,
    text: json ? JSON.stringify({ ok: false, problems: [problem] }) : problem,
  });
  const issue = Number(/^#?(\d{1,9})$/.exec(task)?.[1] ?? 0);
  if (issue === 0) return refuse(`A task is named by the number of its issue, as 14, not by "${task}".`);
  const problem = repoProblem(repo);
  if (problem !== null) return refuse(problem);
  try {
    const session = await connect();
    try {
      const trail = await session.trail(repo, issue);
      if (!trail.ok) return refuse(auditRefusal(trail.error));
      return {
        ok: true,
        text: json ? JSON.stringify({ ok: true, ...trail.value }) : auditWords(trail.value),
      };
    } finally {
      await session.close();
    }
  } catch (error) {
    if (error instanceof CannotStart) return refuse(error.message);
    throw error;
  }
}
