import { Command } from 'commander';
import { VERSION } from '../core/version.ts';
import { auditCommand, type AuditContext } from './audit-command.ts';
import { boardCommands } from './board/board-commands.ts';
import { doctorCommand, type DoctorContext } from './doctor-command.ts';
import { migrateCommand, type MigrateContext } from './migrate-command.ts';
import { planCommand } from './plan-command.ts';
import type { PlanContext } from './plan-context.ts';
import type { AgentRunContext } from './runner/agent-run-command.ts';
import type { Terminal } from './terminal.ts';
import { tokenCommand, type TokenContext } from './token-command.ts';
import { withExamples } from './with-examples.ts';

/** What the commands do that is not theirs to know. */
export interface Deeds {
  readonly terminal: Terminal;
  readonly env: AgentRunContext['env'];
  /** Serves and works until the program is told to end. */
  start(this: void): Promise<void>;
  readonly examine: DoctorContext['examine'];
  readonly runAgent: AgentRunContext['runAgent'];
  readonly planFiles: PlanContext['files'];
  readonly connect: {
    readonly forMigrations: MigrateContext['connect'];
    readonly forPlans: PlanContext['connect'];
    readonly forTrails: AuditContext['connect'];
    readonly forTokens: TokenContext['connect'];
  };
}

/** `flotilla` with all of its commands. */
export function createProgram({
  terminal,
  env,
  start,
  examine,
  runAgent,
  planFiles,
  connect,
}: Deeds): Command {
  const program = new Command('flotilla')
    .description('Runs a fleet of coding agents on a repository, and lands only what was tested.')
    .version(VERSION)
    .enablePositionalOptions()
    .addHelpText('after', '\nSettings come from the environment; .env.example lists and explains them.')
    .action(start)
    .commandsGroup('On this machine:')
    .addCommand(
      new Command('start')
        .description('Serve and work, as without a command.')
        .addHelpText('after', START)
        .action(start),
    )
    .addCommand(migrateCommand({ terminal, connect: connect.forMigrations }))
    .addCommand(doctorCommand({ terminal, examine }))
    .addCommand(planCommand({ terminal, files: planFiles, connect: connect.forPlans }))
    .addCommand(auditCommand({ terminal, connect: connect.forTrails }))
    .addCommand(tokenCommand({ terminal, connect: connect.forTokens }));
  for (const command of boardCommands({ terminal, env, runAgent })) program.addCommand(command);
  return withExamples(program);
}

const START = `
Ends with 0 when it was told to (SIGTERM, SIGINT), with 1 and a sentence where it cannot start, or where it had to be cut
off.`;
