import { readFolder, type FolderEntry } from './read-folder.ts';
import type { ObjectReader } from './object-reader.ts';

export interface ChangedPaths {
  readonly added: string[];
  readonly removed: string[];
  readonly modified: string[];
}

/** The files that differ between two trees, by path; a rename is a removal and an addition. `undefined`: no tree. */
export async function changedPaths(
  objects: ObjectReader,
  from: string | undefined,
  to: string | undefined,
): Promise<ChangedPaths> {
  const found: ChangedPaths = { added: [], removed: [], modified: [] };
  await compare('', from, to);
  return found;

  async function compare(folder: string, old: string | undefined, young: string | undefined): Promise<void> {
    if (old === young) return;
    const [before, after] = await Promise.all([old, young].map(entriesOf));
    for (const name of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      await note(`${folder}${name}`, before?.get(name), after?.get(name));
    }
  }

  async function note(path: string, old: FolderEntry | undefined, young: FolderEntry | undefined) {
    await compare(`${path}/`, treeOf(old), treeOf(young));
    const [was, is] = [fileOf(old), fileOf(young)];
    if (was === is) return;
    if (was === undefined) found.added.push(path);
    else if (is === undefined) found.removed.push(path);
    else found.modified.push(path);
  }

  async function entriesOf(tree: string | undefined): Promise<Map<string, FolderEntry>> {
    const entries = tree === undefined ? [] : await readFolder(objects, tree);
    return new Map(entries.map((entry) => [entry.name, entry]));
  }
}

function treeOf(entry: FolderEntry | undefined): string | undefined {
  return entry?.kind === 'tree' ? entry.sha : undefined;
}

function fileOf(entry: FolderEntry | undefined): string | undefined {
  return entry === undefined || entry.kind === 'tree' ? undefined : `${entry.mode} ${entry.sha}`;
}
