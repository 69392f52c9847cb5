import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './is-running.ts';
import { runProgram } from './run-program.ts';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** The server that has `cluster` open, whoever started it. Its pid file is believed only if such a process exists. */
export async function runningServer(cluster: string): Promise<RunningServer | null> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await serves(pid, cluster))) return null;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Removes the pid file of a server that is gone when its number belongs to another program by now: PostgreSQL itself
 * would believe the number and refuse to start, for ever in a container, where numbers repeat.
 */
export async function removeStalePidFile(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (pid > 0 && isRunning(pid) && !(await serves(pid, cluster))) await rm(file, { force: true });
}

/** Whether `pid` is a server on `cluster`. A process that has ended but was not waited for has no command line. */
export async function serves(pid: number, cluster: string): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(
    async () => (await runProgram('ps', ['-o', 'command=', '-p', String(pid)])).output,
  );
  return command.includes('postgres') && command.includes(cluster);
}
