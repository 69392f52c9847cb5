import { assertNever } from '../assert-never.ts';
import type { AssigneeRefusal } from '../choose-assignee.ts';
import { admitLine } from './admit-line.ts';
import { deactivated } from './claim-refusal.ts';
import { codeSpan } from './code-span.ts';
import { listed } from './listed.ts';

/** Why nobody can be given the task under that name, and whom to name instead. */
export function assigneeRefusal(refusal: AssigneeRefusal): string {
  switch (refusal.kind) {
    case 'no_agent':
      return `There is no agent ${codeSpan(refusal.name)} here. ${refusal.agents.length === 0 ? 'None is listed in `.github/flotilla.yml`; name a person with write access by their login.' : `The agents are ${codes(refusal.agents)}; people are named by their login, with an @.`}`;
    case 'deactivated':
      return deactivated(refusal.agent);
    case 'no_account':
      return `GitHub knows no account ${codeSpan(refusal.login)}. Look at the spelling; a bot's login ends with \`[bot]\`.`;
    case 'several_agents':
      return `Several agents run under the account ${codeSpan(refusal.login)}: ${codes(refusal.agents)}. Name one of them.`;
    case 'unlisted_bot':
      return [
        `The bot ${codeSpan(refusal.login)} is not on this repository's list of agents. A maintainer can admit it in \`.github/flotilla.yml\` on the default branch:`,
        '',
        admitLine(refusal),
      ].join('\n');
    case 'needs_write':
      return `${codeSpan(refusal.login)} has no write access to this repository and is no agent of it, so could not push any work. Name somebody who has, or give them access first.`;
    default:
      return assertNever(refusal);
  }
}

function codes(names: readonly string[]): string {
  return listed(
    names.map((name) => codeSpan(name)),
    10,
  );
}
