import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Part, Script } from './script.ts';

/*
 * The command that the runners of the demo run, in the place of a coding agent: it knows of a task what the brief says,
 * and does what the script, a file that its first argument names, has for it.
 */
const [file = ''] = process.argv.slice(2);
const issue = given('FLOTILLA_ISSUE');
const brief = readFileSync(given('FLOTILLA_BRIEF'), 'utf8');
if (!brief.includes(`# Task #${issue}`)) fail(`The brief is not about #${issue}.`);
const part =
  (JSON.parse(readFileSync(file, 'utf8')) as Script)[issue] ?? fail(`#${issue} is not in ${file}.`);

if (part.silent) setInterval(() => undefined, 60_000);
else if (given('FLOTILLA_ROUND') === '1') await begin(part);
else mend(part);

async function begin({ meeting, files }: Part): Promise<void> {
  if (meeting !== null) await meet(meeting);
  write(files);
}

/** The base is merged, conflicts and all: what is written then resolves them. */
function mend({ mend: files }: Part): void {
  if (files === null) fail('I would do the same again.');
  git('merge', '--no-commit', '--no-ff', `origin/${given('FLOTILLA_BASE')}`);
  write(files);
  git('add', '-A');
}

/** All who come to a meeting leave a file there. */
function meet({ folder, expected }: NonNullable<Part['meeting']>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  return new Promise((resolve) => {
    const watcher = watch(folder, look);
    writeFileSync(join(folder, issue), '');
    look();
    function look(): void {
      if (readdirSync(folder).length < expected) return;
      watcher.close();
      resolve();
    }
  });
}

function write(files: Part['files']): void {
  for (const [path, text] of Object.entries(files)) {
    rmSync(path, { force: true });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function git(...args: readonly string[]): void {
  spawnSync('git', args, { stdio: 'inherit' });
}

function given(name: string): string {
  return process.env[name] ?? fail(`${name} is not set.`);
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
