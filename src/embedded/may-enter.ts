import { access, constants } from 'node:fs/promises';
import { runProgram } from './run-program.ts';
import type { ServerAccount } from './server-account.ts';

/** Whether the server's account can reach and enter (or execute) `path`. Asked of the system, so access lists count. */
export async function mayEnter(path: string, account: ServerAccount | null): Promise<boolean> {
  if (account)
    return (await runProgram('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { account })).code === 0;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
