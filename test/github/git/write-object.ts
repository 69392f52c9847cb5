import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { GitObject } from './object-reader.ts';

let drafts = 0;

/** Stores an object as git does, in a file named after its content, and answers its id: a tenth of a process' time. */
export async function writeObject(dir: string, type: GitObject['type'], data: Buffer): Promise<string> {
  const whole = Buffer.concat([Buffer.from(`${type} ${data.length}\0`), data]);
  const sha = createHash('sha1').update(whole).digest('hex');
  const folder = join(dir, 'objects', sha.slice(0, 2));
  await mkdir(folder, { recursive: true });
  // Renamed into place: whoever reads finds the whole object or none.
  const draft = join(folder, `tmp_obj_${process.pid}_${(drafts += 1)}`);
  await writeFile(draft, deflateSync(whole, { level: 1 }));
  await rename(draft, join(folder, sha.slice(2)));
  return sha;
}
