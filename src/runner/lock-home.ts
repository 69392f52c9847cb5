import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from '../ports.ts';

/** One runner at a time works in a folder: two would take the same task up. Returns how to leave it. */
export async function lockHome(home: string): Promise<() => Promise<void>> {
  await mkdir(home, { recursive: true });
  const file = join(home, 'runner.pid');
  for (;;) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const other = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    // In a container every runner is process 1, so its own number tells of a former life.
    if (other !== process.pid && isRunning(other))
      throw new CannotStart(
        `a runner (process ${other}) works in ${home} already. Give this one another --name or --home; if that is no runner, remove ${file}.`,
      );
    await rm(file, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
