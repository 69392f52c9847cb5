import type { TokenRefusal } from '../model/api-token.ts';
import { listed } from './listed.ts';
import { unknownRepository } from './unknown-repository.ts';

/** Why no token was made, and what to ask for instead. */
export function tokenRefusal(refusal: TokenRefusal): string {
  switch (refusal.kind) {
    case 'nothing_known':
    case 'unknown_repository':
      return unknownRepository(refusal);
    case 'needs_repository':
      return `A token of scope ${refusal.scope} is for one repository. Say which one with --repo: ${listed(refusal.known)}.`;
    case 'needs_agent':
      return `A token of scope agent acts as one agent only. Say which one with --agent: ${listed(refusal.known)}.`;
    case 'no_agent_wanted':
      return `A token of scope ${refusal.scope} acts as no agent. Leave --agent out, or ask for --scope agent.`;
    case 'unknown_agent':
      return `${refusal.named} is no agent of ${refusal.repository}. Its .github/flotilla.yml lists ${listed(refusal.known)}.`;
  }
}
