import type { AuditRefusal } from '../model/audit-trail.ts';
import { listed } from './listed.ts';

/** Why there is nothing to print, and what to ask for instead. */
export function auditRefusal(refusal: AuditRefusal): string {
  switch (refusal.kind) {
    case 'nothing_known':
      return 'This database knows no repository yet. Install the App in one, and start Flotilla with this database.';
    case 'several':
      return `This database knows several repositories: ${listed(refusal.known)}. Say which one with --repo owner/name.`;
    case 'unknown_repository':
      return `This database knows nothing of ${refusal.named}, only of ${listed(refusal.known)}.`;
    case 'no_task':
      return `${refusal.repository}#${refusal.issue} is no task: no such issue was ever seen in an epic.`;
  }
}
