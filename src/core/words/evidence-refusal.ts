import { assertNever } from '../assert-never.ts';
import type { EvidenceRefusal } from '../evidence/judge-evidence.ts';
import type { EvidenceType } from '../model/evidence.ts';
import { codeSpan } from './code-span.ts';
import { listed } from './listed.ts';

const PROOF: Readonly<Record<EvidenceType, string>> = {
  commit: 'A commit is named by its id, or by its page in this repository.',
  pr: 'A pull request is named by its page in this repository.',
  test: 'A test is named by its run, its check, the commit it ran on, or the page of its report.',
  build: 'A build is named by its run, its check, the commit it ran on, or the page of its report.',
  deployment: 'A deployment is named by the commit that was deployed, or by its address.',
  research: 'Research is named by its address.',
  citation: 'A citation is named by its address.',
};

/** Why something was not recorded as evidence, and what would be. */
export function evidenceRefusal(refusal: EvidenceRefusal): string {
  switch (refusal.kind) {
    case 'wrong_kind':
      return `That proves no ${codeSpan(refusal.type)}. ${PROOF[refusal.type]}`;
    case 'not_there':
      return 'GitHub knows no such thing, or does not show it to this App, so nothing was recorded. Look at the address.';
    case 'not_reachable':
      return `${codeSpan(refusal.commit.slice(0, 12))} is not on the task's branch, nor on its epic's, so it is not this task's work and nothing was recorded. Push it first; what only a fork has does not count.`;
    case 'other_task':
      return `#${refusal.pull} ${refusal.task === null ? 'belongs to no task' : `is for #${refusal.task}`}, not to this one, so nothing was recorded. A line \`Task: #n\` in its description links it.`;
    case 'not_finished':
      return `${names(refusal.what)} has not ended yet, so there is nothing to record. Say it again when it has; gates are recorded by themselves.`;
    case 'failed':
      return `${names(refusal.what)} did not pass, so nothing was recorded. Mend it and push.`;
    default:
      return assertNever(refusal);
  }
}

function names(what: readonly string[]): string {
  return listed(what.map((name) => codeSpan(name, 80)));
}
