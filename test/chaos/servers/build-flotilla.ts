import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Compiles the program as it is shipped into a folder of its own; answers its entry. It starts in half the time that
 * it takes from its sources, and is started hundreds of times.
 */
export async function buildFlotilla(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const compiler = join(typescript, '../bin/tsc');
  const args = [compiler, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')];
  const child = spawn(process.execPath, [...args, '--sourceMap', 'false'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Flotilla does not compile:\n${said}`);
  // What it looks for beside its own folder. The migrations stay as they are, whatever is edited meanwhile.
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await cp(join(ROOT, 'db'), join(folder, 'db'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  return join(folder, 'dist/main.js');
}
