import { spawn } from 'node:child_process';
import type { GuardedCommand, GuardedEnd } from './guarded-command.ts';

/**
 * A process between the runner and the agent's command. The command has a process group of its own, of which nothing
 * is left when the command ends, when the runner says so, or when the runner itself is gone: then the channel to it
 * closes, however it died.
 */
process.once('message', (job: GuardedCommand) => {
  const { file, args, folder, env, graceMs } = job;
  const child = spawn(file, args, {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const signal = (name: NodeJS.Signals): void => {
    try {
      // No process at all: nothing is left to be ended.
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  const say = (end: GuardedEnd): void => {
    signal('SIGKILL');
    if (!process.connected) process.exit();
    process.send?.(end, () => process.exit());
  };
  child.once('error', (error) => say({ code: null, signal: null, problem: error.message }));
  child.once('exit', (code, name) => say({ code, signal: name, problem: null }));
  // Whatever it says afterwards means: end it.
  process.once('message', () => {
    signal('SIGTERM');
    setTimeout(() => signal('SIGKILL'), graceMs);
  });
  process.once('disconnect', () => {
    signal('SIGKILL');
    process.exit();
  });
});
