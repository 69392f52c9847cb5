import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { tell } from './tell.ts';
import type { Terminal } from './terminal.ts';
import { withSession } from './with-session.ts';

export interface MigrateContext {
  readonly terminal: Terminal;
  /** Throws `CannotStart` where there is no database. */
  connect(this: void): Promise<MigrateSession>;
}

export interface MigrateSession {
  /** The names of the migrations that were carried out. */
  migrate(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const HELP = `
Every start does the same; this does it alone, before a new version is started. The database is DATABASE_URL, or the
embedded one in DATA_DIR. Ends with 0, or with 1 and a sentence that says why not.`;

/** `flotilla migrate` */
export function migrateCommand({ terminal, connect }: MigrateContext): Command {
  return new Command('migrate')
    .description('Bring the database up to date with this program.')
    .option('--json', 'one line of JSON')
    .addHelpText('after', HELP)
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const done = await withSession(connect, async (session) => {
        const migrated = await session.migrate();
        const text = migrated.length === 0 ? 'The database is up to date.' : `Done: ${migrated.join(', ')}.`;
        return ok({ text, json: { migrated } });
      });
      tell(terminal, json, done);
    });
}
