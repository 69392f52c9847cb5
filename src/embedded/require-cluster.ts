import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** For those who only read: throws where `folder` holds no database, instead of making an empty one. */
export async function requireCluster(folder: string): Promise<void> {
  if (await stat(join(folder, 'cluster')).catch(() => null)) return;
  throw new EmbeddedPostgresError(
    `There is no database: ${folder} holds none. Set DATABASE_URL, or the DATA_DIR that Flotilla was started with.`,
  );
}
