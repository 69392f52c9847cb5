import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { runProgram } from './run-program.ts';

export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Whom the server runs as. Null: as ourselves. PostgreSQL refuses root, so root lends itself a `postgres` user. */
export async function serverAccount(): Promise<ServerAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const made = (await accountOf('postgres')) ?? (await createAccount());
  const trial = await runProgram('/bin/sh', ['-c', 'true'], { account: made });
  if (trial.code !== 0) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and this process may not become the user "postgres" (${trial.output}). ` +
        'Start Flotilla as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return made;
}

async function createAccount(): Promise<ServerAccount> {
  const added = await runProgram('useradd', ['-r', '-U', '-M', '-s', '/bin/false', 'postgres']);
  const account = await accountOf('postgres');
  if (account) return account;
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and a user "postgres" could not be made (${added.output}). ` +
      'Make one (useradd -r postgres), start Flotilla as an ordinary user, or set DATABASE_URL.',
  );
}

async function accountOf(name: string): Promise<ServerAccount | null> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : null;
}
