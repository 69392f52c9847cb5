import type { UnknownRepository } from '../model/repository-refusal.ts';
import { listed } from './listed.ts';

/** What to tell somebody at a terminal whose repository the database does not know. */
export function unknownRepository(refusal: UnknownRepository): string {
  if (refusal.kind === 'nothing_known')
    return 'This database knows no repository yet. Install the App in one, and start Flotilla with this database.';
  return `This database knows nothing of ${refusal.named}, only of ${listed(refusal.known)}.`;
}
