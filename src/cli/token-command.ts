import { Command } from 'commander';
import { SCOPES, type TokenWish } from '../core/model/api-token.ts';
import { err, ok, type Result } from '../core/result.ts';
import { tokenRefusal } from '../core/words/token-refusal.ts';
import { tokenTable } from '../core/words/token-table.ts';
import { repoProblem } from './repo-problem.ts';
import { tell, type Said } from './tell.ts';
import type { Terminal } from './terminal.ts';
import type { TokenSession } from './token-session.ts';
import { withSession } from './with-session.ts';

export interface TokenContext {
  readonly terminal: Terminal;
  /** Throws `CannotStart` where there is no database. */
  connect(this: void): Promise<TokenSession>;
}

interface CreateOptions {
  readonly name: string;
  readonly scope: string;
  readonly repo?: string;
  readonly agent?: string;
  readonly days: string;
  readonly json?: boolean;
}

const DAYS_AT_MOST = 3_650;
const HELP = `
  read      look at one repository's tasks, epics, lanes and progress
  agent     act as one agent: claim, report, release, enter a lane
  maintain  what a maintainer may do in one repository
  admin     everything, in one repository (--repo) or in all

A token is shown once: only its hash is kept. Programs send it as "Authorization: Bearer flt_...". Everything is written
to the database (DATABASE_URL, or the embedded one in DATA_DIR) and holds at once, without a restart.`;

const ENDS = `
Ends with 0, or with 1 and a sentence that says why not.`;

/** `flotilla token create|list|revoke` */
export function tokenCommand(context: TokenContext): Command {
  const token = new Command('token')
    .description('Create, list and revoke the tokens by which programs use the API.')
    .addHelpText('after', HELP)
    .addHelpText('afterAll', ENDS);
  token
    .command('create')
    .description('make a token and show it, once')
    .requiredOption('--name <text>', 'what people will know it by')
    .requiredOption('--scope <scope>', SCOPES.join(', '))
    .option('--repo <owner/name>', 'the repository, where the database knows several')
    .option('--agent <name>', 'the agent, for scope agent')
    .option('--days <n>', 'for how long it is good', '90')
    .option('--json', 'one line of JSON')
    .action((options: CreateOptions) => answer(context, options, (session) => create(session, options)));
  token
    .command('list')
    .description('show all of them, but not their text')
    .option('--json', 'one line of JSON')
    .action((options: { json?: boolean }) => answer(context, options, list));
  token
    .command('revoke <id>')
    .description('make one good for nothing, at once')
    .option('--json', 'one line of JSON')
    .action((id: string, options: { json?: boolean }) =>
      answer(context, options, (session) => revoke(session, id)),
    );
  return token;
}

async function answer(
  { terminal, connect }: TokenContext,
  { json = false }: { readonly json?: boolean },
  work: (session: TokenSession) => Promise<Result<Said, string>>,
): Promise<void> {
  tell(terminal, json, await withSession(connect, work));
}

async function create({ tokens }: TokenSession, options: CreateOptions): Promise<Result<Said, string>> {
  const wish = wishOf(options);
  if (!wish.ok) return wish;
  const made = await tokens.create(wish.value);
  if (!made.ok) return err(tokenRefusal(made.error));
  const { token, text } = made.value;
  const until = token.expiresAt.toISOString().slice(0, 10);
  return ok({
    text: `${text}\n\nThis is token ${token.id}, "${token.name}", good until ${until}. It is not shown again.`,
    json: { token, text },
  });
}

function wishOf(options: CreateOptions): Result<TokenWish, string> {
  const { scope, repo = null, agent = null, days } = options;
  const known = SCOPES.find((one) => one === scope) ?? null;
  const name = options.name.trim();
  const lasts = /^\d{1,4}$/.test(days) ? Number(days) : 0;
  if (name.length === 0 || name.length > 100) return err('--name wants one to a hundred characters.');
  if (known === null) return err(`--scope is one of ${SCOPES.join(', ')}, not "${scope}".`);
  const problem = repoProblem(repo);
  if (problem !== null) return err(problem);
  if (lasts < 1 || lasts > DAYS_AT_MOST)
    return err(`--days is a whole number from 1 to ${DAYS_AT_MOST}, not "${days}".`);
  return ok({ name, scope: known, repository: repo, agent, days: lasts });
}

async function list({ tokens }: TokenSession): Promise<Result<Said, string>> {
  const all = await tokens.list();
  return ok({ text: tokenTable(all, new Date()), json: { tokens: all } });
}

async function revoke({ tokens }: TokenSession, text: string): Promise<Result<Said, string>> {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (id === 0)
    return err(`A token is named by its number, as 3, not by "${text}". "flotilla token list" shows them.`);
  if (!(await tokens.revoke(id))) return err(`There is no token ${id} that is still good for anything.`);
  return ok({ text: `Token ${id} is good for nothing any more.`, json: { revoked: id } });
}
