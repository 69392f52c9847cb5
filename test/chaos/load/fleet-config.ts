import { stringify } from 'yaml';
import type { TwinUser } from '../../github/start-github.ts';

export const EPICS = ['1', '2', '3'] as const;
export type EpicKey = (typeof EPICS)[number];

export function epicBranch(key: EpicKey): string {
  return `epic-${key}/work`;
}

/** `.github/flotilla.yml` of a fleet: three epics, three gates of one workflow, its agents. */
export function fleetConfig(agents: readonly TwinUser[]): string {
  return stringify({
    version: 1,
    epics: EPICS.map((key) => ({ key, title: `Epic ${key}`, branch: epicBranch(key) })),
    gates: [
      { name: 'compile', workflow: 'ci.yml', job: 'build', evidence: 'build' },
      { name: 'tests', workflow: 'ci.yml', job: 'test*', evidence: 'test' },
      { name: 'security', workflow: 'ci.yml', job: 'security-scan', evidence: 'test' },
    ],
    merge: { auto: true },
    agents: agents.map((agent) => ({
      id: agent.id,
      login: agent.login,
      name: agentName(agent),
      maxClaims: 5,
    })),
  });
}

export function agentName({ login }: { readonly login: string }): string {
  return login.replace('[bot]', '');
}

/** What Flotilla would make of its own accord, which takes GitHub two dozen requests: they were here before. */
export function fleetLabels(agents: readonly TwinUser[]): readonly string[] {
  const states = ['pending', 'in_progress', 'review', 'done', 'failed', 'blocked'];
  return [
    ...EPICS.map((key) => `epic:${key}`),
    ...states.map((state) => `status: ${state}`),
    ...agents.map((agent) => `agent: ${agentName(agent)}`),
    'hold',
  ];
}
