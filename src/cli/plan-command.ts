import { Command } from 'commander';
import { planApply } from './plan-apply.ts';
import { planCheck } from './plan-check.ts';
import type { PlanContext } from './plan-context.ts';
import { planDiff } from './plan-diff.ts';
import { planExport } from './plan-export.ts';
import type { RepositoryOptions } from './with-repository.ts';

const DIALECT = `
A plan is YAML, or Markdown where the file's name ends in .md:

  # Project (28 tasks, 552h)
  ## epic-2: Title of an epic (branch epic-2/work, 60h, after epic-1 50%)
  - [ ] 2.1: Title of a task (8h, priority high, after 1.1 1.2, agent agent-d)
  - [x] 2.2: A task that is done (4h)

Brackets at the end of a line are optional but for an epic's branch, and hold any of these in any order. What the
project and an epic say of tasks and hours is compared with their rows. Other lines are for readers.`;

const ENDS = `
Ends with 0 when all is well, and with 1 when something is wrong; check ends with 2 when stated figures disagree with
the rows, diff when there is something to change.`;

const REPO = ['--repo <owner/name>', 'the repository, in which the App is installed'] as const;
const JSON_LINE = ['--json', 'one line of JSON'] as const;

/** `flotilla plan ...` */
export function planCommand(context: PlanContext): Command {
  const plan = new Command('plan')
    .description('Turn a plan into epics, issues, sub-issues, dependencies, labels and branches.')
    .addHelpText('after', DIALECT)
    .addHelpText('afterAll', ENDS);
  plan
    .command('check <file>')
    .description('count the rows, and tell every problem with line and column')
    .option(...JSON_LINE)
    .action((file: string, options: { json?: boolean }) => planCheck(context, file, options));
  plan
    .command('diff <file>')
    .description('show what applying would create or change')
    .requiredOption(...REPO)
    .option(...JSON_LINE)
    .action((file: string, options: RepositoryOptions) => planDiff(context, file, options));
  plan
    .command('apply <file>')
    .description('show that, ask, and do it; again, it changes nothing, and goes on after an interruption')
    .requiredOption(...REPO)
    .option('--yes', 'do not ask')
    .option(...JSON_LINE)
    .action((file: string, options: RepositoryOptions & { yes?: boolean }) =>
      planApply(context, file, options),
    );
  plan
    .command('export')
    .description('write what is there as a plan')
    .requiredOption(...REPO)
    .option('--out <file>', 'to this file')
    .option(...JSON_LINE)
    .action((options: RepositoryOptions & { out?: string }) => planExport(context, options));
  return plan;
}
