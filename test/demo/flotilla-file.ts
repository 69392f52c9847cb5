import { stringify } from 'yaml';
import type { TwinUser } from '../github/start-github.ts';

/** As much of a plan as the file has. */
interface Planned {
  readonly lease: string;
  readonly epics: readonly object[];
  readonly agents: readonly { readonly name: string; readonly role: string | null }[];
}

/** The repository's `.github/flotilla.yml`: the epics of the plan, the jobs of its CI as gates, its agents. */
export function flotillaFile(plan: Planned, accounts: ReadonlyMap<string, TwinUser>): string {
  return stringify({
    version: 1,
    epics: plan.epics,
    gates: [
      { name: 'compile', workflow: 'ci.yml', job: 'build', evidence: 'build' },
      { name: 'tests', workflow: 'ci.yml', job: 'test', evidence: 'test' },
      { name: 'security', workflow: 'ci.yml', job: 'security-scan', evidence: 'test' },
    ],
    claims: { lease: plan.lease, warn: '0s' },
    agents: plan.agents.map(({ name, role }) => {
      const account = accounts.get(name);
      // One whose pull request was turned away may go on with its next task.
      return {
        id: account?.id,
        login: account?.login,
        name,
        ...(role === null ? {} : { role }),
        maxClaims: 2,
      };
    }),
  });
}
