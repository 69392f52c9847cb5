/** Fails when a file holds what looks like a key or a token. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SECRETS = [
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[oprsu]_[A-Za-z0-9]{36}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];
const SKIPPED = new Set(['node_modules', '.git', 'build']);

const found = filesIn('.').filter((path) =>
  SECRETS.some((secret) => secret.test(readFileSync(path, 'utf8'))),
);
for (const path of found) console.error(`${path} holds a secret.`);
process.exitCode = found.length > 0 ? 1 : 0;

function filesIn(folder) {
  return readdirSync(folder)
    .filter((name) => !SKIPPED.has(name))
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}
