import { spawn, type SpawnOptions } from 'node:child_process';

/** Runs a short program to its end, never through a shell. Code is null when it could not even be started. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: {
    readonly account?: Pick<SpawnOptions, 'uid' | 'gid'> | null;
    readonly cwd?: string;
    readonly input?: string;
  } = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...options.account,
      cwd: options.cwd ?? '/',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      stdio: 'pipe',
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, output: output.trim() }));
    // A program that ends without reading its input must not take us with it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}
