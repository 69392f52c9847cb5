import type { AgentId, ProjectId } from '../../../src/core/model/ids.ts';
import type { Account } from '../../../src/core/model/actor.ts';
import type { Tx } from '../../../src/ports.ts';
import type { AgentRowData } from './rows.ts';
import type { Session } from './session.ts';

export function agents(session: Session): Tx['agents'] {
  const { at, tables } = session;

  async function change(
    project: ProjectId,
    id: AgentId,
    values: (row: AgentRowData) => Partial<AgentRowData>,
  ) {
    const found = at.one(tables.agents, `id ${id}`);
    const row =
      found?.projectId === project ? await at.lockRow(tables.agents, tables.agents.key(found)) : null;
    if (!row) return null;
    const changed = { ...row, ...values(row) };
    at.put(tables.agents, changed);
    return changed;
  }

  return {
    async byAccount(project, accountId) {
      return at
        .all(tables.agents, `account ${accountId}`)
        .filter((row) => row.projectId === project && row.active)
        .sort((one, other) => Number(one.person) - Number(other.person) || one.id - other.id);
    },
    async byName(project, name) {
      const row = at.get(tables.agents, `${project} ${name}`);
      return row?.active ? row : null;
    },
    ensurePerson: (project, account) => ensurePerson(session, project, account),
    async lockHoldings(agent) {
      await at.lock(`agents ${keyOf(session, agent)}`);
      return at
        .all(tables.assignments, 'active')
        .filter((row) => row.agentId === agent)
        .map((row) => at.one(tables.tasks, `id ${row.taskId}`)?.issue ?? 0)
        .sort((one, other) => one - other);
    },
    deactivate: (project, agent) => change(project, agent, () => ({ active: false, deactivated: true })),
    activate: (project, agent, listed) =>
      change(project, agent, (row) => ({
        active: row.person || listed.includes(row.name),
        deactivated: false,
      })),
    // When somebody was last seen decides nothing that is simulated.
    seen: async () => undefined,
    beat: async () => undefined,
  };
}

function keyOf({ at, tables }: Session, agent: AgentId): string {
  const row = at.one(tables.agents, `id ${agent}`);
  if (!row) throw new Error(`there is no agent ${agent}`);
  return tables.agents.key(row);
}

async function ensurePerson(
  { at, tables }: Session,
  projectId: ProjectId,
  account: Account,
): Promise<AgentRowData> {
  const mine = at
    .all(tables.agents, `account ${account.id}`)
    .find((row) => row.projectId === projectId && row.person);
  if (mine) {
    const row = (await at.lockRow(tables.agents, tables.agents.key(mine))) ?? mine;
    const named = { ...row, accountLogin: account.login, active: !row.deactivated };
    at.put(tables.agents, named);
    return named;
  }
  for (const name of [account.login, `${account.login}-${account.id}`]) {
    const known = await at.lockRow(tables.agents, `${projectId} ${name}`);
    if (known && known.accountId !== account.id) continue;
    const row: AgentRowData = known
      ? { ...known, accountLogin: account.login, active: !known.deactivated }
      : {
          id: tables.agents.nextId() as AgentId,
          projectId,
          name,
          accountId: account.id,
          accountLogin: account.login,
          person: true,
          maxClaims: 1,
          active: true,
          deactivated: false,
        };
    at.put(tables.agents, row);
    return row;
  }
  throw new Error(`no name is left for account ${account.id}`);
}
