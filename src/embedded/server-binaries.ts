import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { mayEnter } from './may-enter.ts';
import { runProgram } from './run-program.ts';
import type { ServerAccount } from './server-account.ts';

export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** 18 */
  readonly major: string;
}

/** The server's programs where its account can execute them: root's home is closed to it, so there they are copied. */
export async function serverBinaries(account: ServerAccount | null): Promise<ServerBinaries> {
  const shipped = dirname((await shippedPrograms()).postgres);
  const folder = (await mayEnter(join(shipped, 'postgres'), account))
    ? shipped
    : await copied(dirname(shipped));
  const postgres = join(folder, 'postgres');
  const version = await runProgram(postgres, ['--version'], { account });
  const major = /\) (\d+)/.exec(version.output)?.[1];
  if (version.code === 0 && major) return { initdb: join(folder, 'initdb'), postgres, major };
  throw new EmbeddedPostgresError(
    `The PostgreSQL that comes with Flotilla does not run on this machine (${version.output}). ` +
      'Set DATABASE_URL to a PostgreSQL of your own, version 14 or newer.',
  );
}

async function shippedPrograms(): Promise<{ readonly postgres: string }> {
  const platform = `${process.platform}-${process.arch}`;
  // On Windows a server cannot be asked to stop by a signal, and an administrator's is refused.
  if (process.platform !== 'win32') {
    try {
      const programs: { readonly postgres: string } = await import(`@embedded-postgres/${platform}`);
      return programs;
    } catch {
      // Said below, with what to do about it.
    }
  }
  throw new EmbeddedPostgresError(
    `There is no embedded PostgreSQL for ${platform} here: its optional package is missing or does not exist. ` +
      'Set DATABASE_URL to a PostgreSQL of your own, version 14 or newer, or install with optional dependencies.',
  );
}

/** A copy under /var/lib, made beside and renamed, so that nobody ever runs half of one. */
async function copied(native: string): Promise<string> {
  const stamp = Math.trunc((await stat(join(native, 'bin', 'postgres'))).mtimeMs).toString(36);
  const home = '/var/lib/flotilla';
  const target = join(home, `postgresql-${stamp}`);
  const bin = join(target, 'bin');
  if (await stat(bin).catch(() => null)) return bin;
  await mkdir(home, { recursive: true, mode: 0o755 });
  const draft = `${target}.${process.pid}`;
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await runProgram('chmod', ['-R', 'a+rX', draft]);
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return bin;
}
