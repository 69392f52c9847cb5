import { expect, it } from 'vitest';
import { parseCommands } from '../../../src/core/commands/parse-commands.ts';
import { plainLines } from '../../../src/markdown/plain-lines.ts';
import tricks from './markdown-tricks.json' with { type: 'json' };

/** `runs`: the lines that are commands; a question mark before one that was meant as such and cannot be run. */
it.each(tricks)('$name', ({ body, runs }) => {
  const found = parseCommands(plainLines(body)).map(({ text, command }) => `${command.ok ? '' : '?'}${text}`);
  expect(found).toEqual(runs);
});
