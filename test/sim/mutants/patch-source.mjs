// Plants one defect: one piece of one source file is read as another one. Registered after tsx, so it is asked first; tsx
// then reads the changed text from a file of its own.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const { SIM_PATCH } = process.env;

if (isMainThread && SIM_PATCH) register(import.meta.url, { data: JSON.parse(SIM_PATCH) });

/** @type {{ file: string, find: string, replace: string } | null} */
let patch = null;

export function initialize(data) {
  patch = data;
}

export async function load(url, context, nextLoad) {
  const [plain] = url.split('?');
  if (patch === null || !plain.endsWith(patch.file)) return nextLoad(url, context);
  const parts = (await readFile(new URL(plain), 'utf8')).split(patch.find);
  if (parts.length !== 2) throw new Error(`${patch.file} has ${parts.length - 1} times: ${patch.find}`);
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-mutant-'));
  try {
    const changed = join(folder, 'changed.mts');
    await writeFile(changed, parts.join(patch.replace));
    return await nextLoad(pathToFileURL(changed).href, context);
  } finally {
    await rm(folder, { recursive: true });
  }
}
