import { expect, it } from 'vitest';
import { namedPaths } from '../../../src/core/named-paths.ts';
import { parseCommands } from '../../../src/core/commands/parse-commands.ts';
import { plainLines } from '../../../src/markdown/plain-lines.ts';

/** What a body is made of that is meant to keep a parser busy. */
const PIECES = [
  '/claim\n',
  '/x ',
  '\\/',
  '*a_',
  '~~',
  '``a`',
  '```\n',
  '&#x2f;',
  '![',
  '[a]',
  '[a]("',
  '[^a]',
  '[a]: b\n',
  'www.a.b ',
  '<a ',
  "<a '",
  '<a href="',
  '<!--',
  '</b>',
  '<?',
  '- a\n\n  b\n',
  '|a|b|\n|-|-|\n',
  '<details>\n\n',
  'https://a.b/',
];

/** The most that GitHub takes, in characters. */
const LONGEST_BODY = 65_536;
const GROWTH = 8;
/** Eight times as much takes eight times as long, give or take; were it the square, it would be 64 times. */
const AT_MOST = 28;
const RUNS = 3;

/** Milliseconds of this process's own time, the least of several runs: others run beside it. */
function cost(work: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

/** How many times as long `most` pieces take as an eighth of them. */
function growth(most: number, work: (count: number) => void): number {
  const short = cost(() => work(Math.floor(most / GROWTH)));
  const long = cost(() => work(most));
  // Under a millisecond there is nothing to compare.
  return long / Math.max(short, 1);
}

/** Often enough to tell the square from the line, and not so often that the comment is not read at all. */
function mostOf(piece: string): number {
  const lines = piece.split('\n').length - 1;
  const brackets = piece.split('[').length - 1;
  return Math.floor(
    Math.min(
      10_000 / piece.length,
      lines > 0 ? 600 / lines : Infinity,
      brackets > 0 ? 1_900 / brackets : Infinity,
    ),
  );
}

it.each(PIECES)('reads a comment full of %j in time that grows with its length', (piece) => {
  const most = mostOf(piece);
  expect(growth(most, (count) => parseCommands(plainLines(piece.repeat(count))))).toBeLessThan(AT_MOST);
});

it.each(['`', '<!--', './', 'a/', ':1', '.', '`a` '])(
  'looks for the paths that a text full of %j names in time that grows with its length',
  (piece) => {
    const most = Math.floor(LONGEST_BODY / piece.length);
    expect(growth(most, (count) => namedPaths([`${piece.repeat(count)}x`]))).toBeLessThan(AT_MOST);
  },
);
