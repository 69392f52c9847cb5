import { readFileSync } from 'node:fs';
import { demoProblems } from './demo-problems.ts';

/** `tsx scripts/check-demo.ts <file>`: fails when the last line of the demo's output, kept in the file, is not as it must be. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the file that holds the output of the demo.');
const problems = demoProblems(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '');
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log('The demo landed what it should, and nothing else.');
