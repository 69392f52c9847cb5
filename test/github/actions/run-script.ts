import { spawn } from 'node:child_process';

export type ScriptResult = { readonly ended: 'success' | 'failure' | 'aborted'; readonly output: string };

/** How long a script may take to obey SIGTERM. */
const GRACE_MS = 2_000;
const KEPT_OUTPUT = 32_768;

/**
 * Runs `script` as GitHub does (`bash -e`), in a process group of its own, so that aborting ends everything it
 * started, and so does its own end: nothing it left in the background survives. Gives the end of its output.
 */
export function runScript(
  script: string,
  where: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<ScriptResult> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve({ ended: 'aborted', output: '' });
    const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script], {
      ...where,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let grace: NodeJS.Timeout | undefined;
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-KEPT_OUTPUT));
    const abort = (): void => {
      killGroup(child.pid, 'SIGTERM');
      grace = setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('exit', () => killGroup(child.pid, 'SIGKILL'));
    child.on('close', (code) => {
      clearTimeout(grace);
      signal.removeEventListener('abort', abort);
      resolve({ ended: signal.aborted ? 'aborted' : code === 0 ? 'success' : 'failure', output });
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}
