import type { ObjectReader } from './object-reader.ts';

export interface FolderEntry {
  readonly name: string;
  /** As git writes it: `100644`, `40000` and so on. */
  readonly mode: string;
  readonly kind: 'blob' | 'tree' | 'other';
  readonly sha: string;
}

const SHA_BYTES = 20;

/** What stands in a tree (`<commit>:<path>` names one), without what is below it; empty where there is no tree. */
export async function readFolder(objects: ObjectReader, revision: string): Promise<readonly FolderEntry[]> {
  const object = await objects.read(revision);
  if (object?.type !== 'tree') return [];
  const entries: FolderEntry[] = [];
  // git's own format, over and over: mode, space, name, zero, and the id in bytes.
  for (let at = 0; at < object.data.length;) {
    const end = object.data.indexOf(0, at);
    const [mode, name] = splitOnce(object.data.subarray(at, end).toString());
    at = end + 1 + SHA_BYTES;
    entries.push({ name, mode, kind: kindOf(mode), sha: object.data.subarray(end + 1, at).toString('hex') });
  }
  return entries;
}

function splitOnce(text: string): [string, string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
}

function kindOf(mode: string): FolderEntry['kind'] {
  if (mode === '40000') return 'tree';
  return mode.startsWith('100') ? 'blob' : 'other';
}
