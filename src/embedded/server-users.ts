import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './is-running.ts';

const thisProcess = randomUUID();

export interface ServerUser {
  /** Signs off; true when nobody else uses the server any more. */
  leave(): Promise<boolean>;
}

/** Signs this start in as a user of the server, so that the last one out turns off the light. */
export async function useServer(folder: string): Promise<ServerUser> {
  const users = join(folder, 'users');
  const mine = `${process.pid}.${thisProcess}.${randomUUID()}`;
  await mkdir(users, { recursive: true });
  await writeFile(join(users, mine), '');
  return {
    async leave() {
      await rm(join(users, mine), { force: true });
      const others = await readdir(users);
      return !others.some(isPresent);
    },
  };
}

/** In a container everybody is process 1, so a former life of this process is told apart by its name. */
function isPresent(name: string): boolean {
  const [pid, process_] = name.split('.');
  if (Number(pid) === process.pid) return process_ === thisProcess;
  return isRunning(Number(pid));
}
