import { expect, it } from 'vitest';
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

const GROWTH = 8;
/** Eight times as much takes eight times as long, give or take; were it the square, it would be 64 times. */
const AT_MOST = 28;
const RUNS = 3;

/** Milliseconds of this process's own time, the least of several runs: others run beside it. */
function cost(body: string): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = process.cpuUsage();
    parseCommands(plainLines(body));
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
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
  const short = cost(piece.repeat(Math.floor(most / GROWTH)));
  const long = cost(piece.repeat(most));

  // Under a millisecond there is nothing to compare.
  expect(long / Math.max(short, 1)).toBeLessThan(AT_MOST);
});
