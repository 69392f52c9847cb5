import type { Command } from 'commander';
import { EXAMPLES } from './examples.ts';

/** Adds to the help of every command how it is written. */
export function withExamples(program: Command): Command {
  for (const [words, lines] of Object.entries(EXAMPLES)) {
    const title = lines.length === 1 ? 'Example' : 'Examples';
    find(program, words.split(' '))?.addHelpText(
      'after',
      ['', `${title}:`, ...lines.map(indented)].join('\n'),
    );
  }
  return program;
}

function indented(line: string): string {
  return `  ${line}`;
}

function find(program: Command, words: readonly string[]): Command | undefined {
  return words.reduce<Command | undefined>(
    (command, word) => command?.commands.find((one) => one.name() === word),
    program,
  );
}
