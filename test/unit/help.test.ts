import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/create-program.ts';
import { EXAMPLES } from '../../src/cli/examples.ts';
import { planFiles } from '../../src/config/plan-files.ts';
import { recordingTerminal } from '../support/recording-terminal.ts';

const nobody = () => Promise.reject(new Error('nothing is run here'));

function program(): Command {
  return createProgram({
    terminal: recordingTerminal().terminal,
    env: {},
    start: nobody,
    examine: nobody,
    runAgent: nobody,
    planFiles,
    connect: { forMigrations: nobody, forPlans: nobody, forTrails: nobody, forTokens: nobody },
  });
}

/** Every command that does something, by its words. */
function leaves(command: Command, words: readonly string[] = []): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((one) => leaves(one, [...words, one.name()]));
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

const COMMANDS = leaves(program());

describe('the help of a command', () => {
  it.each(COMMANDS)('%s shows how it is written and with what it ends', (words, command) => {
    const help = helpOf(command);
    expect(help).toContain(`\n  ${EXAMPLES[words]?.[0]}\n`);
    expect(help).toMatch(/Ends with 0/);
    expect(help.includes('--json')).toBe(words !== 'start');
  });

  it('is of commands that there are', () => {
    expect(Object.keys(EXAMPLES).toSorted()).toEqual(COMMANDS.map(([words]) => words).toSorted());
  });

  it.each(COMMANDS)('%s is written with what it takes', (words, command) => {
    for (const example of EXAMPLES[words] ?? []) {
      const [, after = ''] = example.split(`flotilla ${words}`);
      const [own = ''] = after.split(/ -- | [|>] /);
      const known = command.options.map(({ long }) => long);
      for (const option of own.match(/--\w+/g) ?? []) expect(known).toContain(option);
      const wanted = command.registeredArguments.filter(({ required }) => required).length;
      expect(after.trim().split(/\s+/).filter(Boolean).length).toBeGreaterThanOrEqual(wanted);
    }
  });
});
