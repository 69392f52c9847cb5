import type { Account } from '../model/actor.ts';

/** The configuration that would admit an account as an agent, ready to be pasted. */
export function admitLine({ id, login }: Pick<Account, 'id' | 'login'>): string {
  const name = login
    .toLowerCase()
    .replace(/\[bot\]$/, '')
    .replace(/[^a-z0-9-]/g, '-')
    .replace(/^-+/, '')
    .slice(0, 39);
  return [
    '```yaml',
    'agents:',
    `  - { id: ${id}, login: ${JSON.stringify(login)}, name: ${name || 'agent'} }`,
    '```',
  ].join('\n');
}
