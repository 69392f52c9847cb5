import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClosingStack } from './closing-stack.ts';

/** A folder that goes away with the demo. PostgreSQL does not run as root: whoever it runs as has to be let in. */
export async function demoFolder({ keep }: ClosingStack): Promise<string> {
  const made = mkdtemp(join(tmpdir(), 'flotilla-demo-'));
  const folder = await keep(made, (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  await chmod(folder, 0o755);
  return folder;
}
