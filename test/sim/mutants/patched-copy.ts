import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceMutant } from './source-mutants.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LEFT_OUT = new Set(['node_modules', '.git', 'dist', '.data']);

/** A copy of the whole source to plant defects in, on which the suite runs as on the real one. */
export interface PatchedCopy {
  readonly folder: string;
  /** Runs `work` while the defect is there. */
  readonly plant: <T>(mutant: SourceMutant, work: () => Promise<T>) => Promise<T>;
  readonly remove: () => Promise<void>;
}

export async function createPatchedCopy(): Promise<PatchedCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-mutants-'));
  for (const name of await readdir(ROOT))
    if (!LEFT_OUT.has(name)) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    async plant({ file, find, replace }, work) {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.split(find).join(replace));
      try {
        return await work();
      } finally {
        await writeFile(path, text);
      }
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
