interface Who {
  readonly id: number;
  readonly login: string;
}

/** Two epics, three gates of one workflow, two agents. */
export function flotillaConfig(
  { agentD, agentE }: { readonly agentD: Who; readonly agentE: Who },
  more: { readonly merge?: string; readonly claims?: string; readonly gates?: string } = {},
): string {
  return `epics:
  - { key: "1", title: Repositories, branch: epic-1/repositories }
  - { key: "2", title: Services, branch: epic-2/services, after: [{ epic: "1", percent: 50 }] }
gates:
${more.gates ?? GATES}
merge: ${more.merge ?? '{ auto: true }'}
${more.claims ? `claims: ${more.claims}\n` : ''}agents:
  - { id: ${agentD.id}, login: "${agentD.login}", name: agent-d, maxClaims: 5 }
  - { id: ${agentE.id}, login: "${agentE.login}", name: agent-e, maxClaims: 5 }
`;
}

/** What Flotilla makes for that configuration. */
export const BRANCHES = ['epic-1/repositories', 'epic-2/services'] as const;
export const LABELS = [
  'epic:1',
  'epic:2',
  ...['pending', 'in_progress', 'review', 'done', 'failed', 'blocked'].map((status) => `status: ${status}`),
  'agent: agent-d',
  'agent: agent-e',
  'hold',
] as const;

const GATES = `  - { name: compile, workflow: ci.yml, job: build, evidence: build }
  - { name: tests, workflow: ci.yml, job: "test*", evidence: test }
  - { name: security, workflow: ci.yml, job: security-scan, evidence: test }`;

/** What a repository has: CI on every branch that somebody works on, and on candidates. */
export const CI_WORKFLOW = `name: CI
on:
  push:
    branches: ["**", "!main", "!epic-*/**", "!flotilla/prep/**"]
jobs:
  build: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
  test: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
  security-scan: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;
