import { Command } from 'commander';
import type { Diagnosis } from '../core/doctor/diagnosis.ts';
import { exitCode, reportWords } from '../core/doctor/report-words.ts';
import { repoProblem } from './repo-problem.ts';
import type { Terminal } from './terminal.ts';

export interface DoctorContext {
  readonly terminal: Terminal;
  /** Everything that was looked at; `repo`: of that repository only. */
  examine(this: void, repo: string | null): Promise<readonly Diagnosis[]>;
}

interface Options {
  readonly repo?: string;
  readonly json?: boolean;
}

const HELP = `
Looks at the settings, PostgreSQL, Redis, the GitHub App (credentials, clock, permissions, events), its webhook and what
became of its deliveries, each installation, and in each repository at .github/flotilla.yml, the epic branches, the rules
for them, and whether CI listens to candidates. Nothing is changed, and no secret is shown. A check that cannot look says
so, and the others go on.

Ends with 0 when nothing is wrong (a hint is not), with 1 when something is, each with what mends it, and with 2 when
nothing was found wrong but something could not be looked at, as nothing can while settings are wrong.`;

/** `flotilla doctor` */
export function doctorCommand({ terminal, examine }: DoctorContext): Command {
  return new Command('doctor')
    .description('Find what is set up wrong, and say how to mend it.')
    .option('--repo <owner/name>', 'this repository only')
    .option('--json', 'one line of JSON')
    .addHelpText('after', HELP)
    .action(async ({ repo, json = false }: Options) => {
      const problem = repoProblem(repo ?? null);
      if (problem !== null) {
        terminal.exitWith(2);
        return json
          ? terminal.out(JSON.stringify({ ok: false, problems: [problem] }))
          : terminal.err(problem);
      }
      const diagnoses = await examine(repo ?? null);
      const code = exitCode(diagnoses);
      terminal.exitWith(code);
      terminal.out(json ? JSON.stringify({ ok: code === 0, diagnoses }) : reportWords(diagnoses));
    });
}
