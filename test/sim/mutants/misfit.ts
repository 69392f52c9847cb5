import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceMutant } from './source-mutants.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What is wrong with a patch; null: the piece that it changes is there exactly once. */
export function misfit({ file, find }: Pick<SourceMutant, 'file' | 'find'>): string | null {
  const times = readFileSync(`${ROOT}${file}`, 'utf8').split(find).length - 1;
  return times === 1 ? null : `${file} has ${times} times: ${find}`;
}
