import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedDocs } from './docs/generated-docs.ts';

/** `npm run docs` writes the generated parts of the documentation; with `--check` it fails if they are not current. */
const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const stale: string[] = [];

for (const { path, text } of await generatedDocs(root)) {
  const file = join(root, path);
  const now = await readFile(file, 'utf8').catch(() => null);
  if (now === text) continue;
  stale.push(path);
  if (!check) await writeFile(file, text);
}

if (stale.length === 0) console.log('The generated documentation is current.');
else if (check) {
  console.error(`Not current: ${stale.join(', ')}. Run "npm run docs" and commit what it changed.`);
  process.exitCode = 1;
} else console.log(`Written: ${stale.join(', ')}.`);
