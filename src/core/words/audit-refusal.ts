import type { AuditRefusal } from '../model/audit-trail.ts';
import { listed } from './listed.ts';
import { unknownRepository } from './unknown-repository.ts';

/** Why there is nothing to print, and what to ask for instead. */
export function auditRefusal(refusal: AuditRefusal): string {
  switch (refusal.kind) {
    case 'nothing_known':
    case 'unknown_repository':
      return unknownRepository(refusal);
    case 'several':
      return `This database knows several repositories: ${listed(refusal.known)}. Say which one with --repo owner/name.`;
    case 'no_task':
      return `${refusal.repository}#${refusal.issue} is no task: no such issue was ever seen in an epic.`;
  }
}
