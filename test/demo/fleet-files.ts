import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('repository/', import.meta.url));

/** The files of the repository that the demo is about, by path. */
export async function fleetFiles(): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = paths.map(async (path) => [relative(FOLDER, path), await readFile(path, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(files));
}
