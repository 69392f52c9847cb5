import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkNotes } from '../core/runner/work-notes.ts';
import type { NoteBook } from '../ports.ts';

/** Notes as files of JSON, one for each task, each replaced as a whole. */
export function createNoteBook(home: string): NoteBook {
  const folder = join(home, 'notes');
  const fileOf = (issue: number): string => join(folder, `${issue}.json`);
  return {
    async read(issue) {
      const text = await readFile(fileOf(issue), 'utf8').catch(nullWhenMissing);
      return text === null ? null : (JSON.parse(text) as WorkNotes);
    },
    async write(issue, notes) {
      await mkdir(folder, { recursive: true });
      await writeFile(`${fileOf(issue)}.new`, JSON.stringify(notes));
      await rename(`${fileOf(issue)}.new`, fileOf(issue));
    },
    remove: (issue) => rm(fileOf(issue), { force: true }),
  };
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
