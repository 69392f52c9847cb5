import { Command } from 'commander';
import { boardCommands } from '../../src/cli/board/board-commands.ts';
import { recordingTerminal, type Said } from './recording-terminal.ts';

const nobody = () => Promise.reject(new Error('nothing is run here'));

/** What a shell sees of `flotilla ...`. */
export function commandLine(env: Readonly<Record<string, string>>) {
  return async function flotilla(...words: readonly string[]): Promise<Said> {
    const { terminal, said } = recordingTerminal();
    const program = new Command('flotilla').exitOverride();
    for (const command of boardCommands({ terminal, env, runAgent: nobody })) program.addCommand(command);
    await program.parseAsync(words, { from: 'user' });
    return said();
  };
}
