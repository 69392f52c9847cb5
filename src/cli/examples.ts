import { COMMANDS } from '../core/commands/table.ts';
import { TASK_FORMS } from './board/task-forms.ts';

/** How each command is written, by its words. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  start: ['flotilla start', 'PORT=8080 LOG_LEVEL=debug flotilla start'],
  migrate: ['flotilla migrate'],
  doctor: [
    'flotilla doctor',
    'flotilla doctor --repo acme/fleet',
    `flotilla doctor --json | jq -r '.diagnoses[] | select(.level == "wrong") | .mend'`,
  ],
  'plan check': ['flotilla plan check fleet-plan.yml', 'flotilla plan check --json fleet-plan.md'],
  'plan diff': ['flotilla plan diff fleet-plan.yml --repo acme/fleet'],
  'plan apply': [
    'flotilla plan apply fleet-plan.yml --repo acme/fleet',
    'flotilla plan apply fleet-plan.yml --repo acme/fleet --yes --json',
  ],
  'plan export': [
    'flotilla plan export --repo acme/fleet > now.yml',
    'flotilla plan export --repo acme/fleet --out now.yml',
  ],
  audit: ['flotilla audit 14', 'flotilla audit 14 --repo acme/fleet --json'],
  'token create': [
    'flotilla token create --name laptop --scope agent --agent agent-d --repo acme/fleet',
    'flotilla token create --name dashboard --scope read --days 365',
  ],
  'token list': ['flotilla token list'],
  'token revoke': ['flotilla token revoke 3'],
  status: ['flotilla status', 'flotilla status --once'],
  tasks: ['flotilla tasks --ready --role backend', 'flotilla tasks --status in_progress --json'],
  next: ['flotilla next'],
  brief: ['flotilla brief 14 > brief.md'],
  'lane list': ['flotilla lane list'],
  'lane explain': ['flotilla lane explain 20'],
  'lane pause': ['flotilla lane pause epic-1/repositories CI is down'],
  'lane resume': ['flotilla lane resume epic-1/repositories'],
  'lane drain': ['flotilla lane drain epic-1/repositories'],
  'agent run': [
    'flotilla agent run --name agent-d --role backend -- ./my-agent --yes',
    'flotilla agent run --name agent-d --issue 14 --issue 17 -- ./my-agent --yes',
    `flotilla agent run --name agent-d --env ANTHROPIC_API_KEY -- sh -c 'my-agent < "$FLOTILLA_BRIEF"'`,
  ],
  'agent list': ['flotilla agent list'],
  'agent heartbeat': ['flotilla agent heartbeat'],
  'agent deactivate': ['flotilla agent deactivate agent-d it loops'],
  'agent activate': ['flotilla agent activate agent-d'],
  'deliveries list': ['flotilla deliveries list --state dead'],
  'deliveries gaps': ['flotilla deliveries gaps'],
  'deliveries redrive': ['flotilla deliveries redrive 72d3162e-cc78-11e3-81ab-4c9367dc0958'],
  ...Object.fromEntries(TASK_FORMS.map(({ name }) => [name, [asInShell(COMMANDS[name].example)]])),
};

/** A comment says no task, since it stands under one; and a shell takes `#` for the begin of a remark. */
function asInShell(comment: string): string {
  return comment
    .replace(/^\/\w+/, (name) => `flotilla ${name.slice(1)} 14`)
    .replaceAll(/(\S*#\d+),?/g, '"$1"');
}
