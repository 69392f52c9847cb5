import type { AgentId, EpicId, LaneId, ProjectId } from '../../../src/core/model/ids.ts';
import type { RepositoryConfig } from '../../../src/core/model/repository-config.ts';
import { OVERLAP_MS } from '../../../src/core/upkeep/polled-comment.ts';
import type { Tx } from '../../../src/ports.ts';
import { thresholds } from './missing.ts';
import type { Session } from './session.ts';

export function projects(session: Session): Tx['projects'] {
  const { at, tables } = session;

  async function change(id: ProjectId, values: object): Promise<void> {
    const row = await at.lockRow(tables.projects, String(id));
    if (row) at.put(tables.projects, { ...row, ...values });
  }

  return {
    async upsert(project) {
      await at.lock(`projects repo ${project.repoId}`);
      const known = at.all(tables.projects).find((row) => row.repoId === project.repoId);
      if (!known) {
        const none = { config: null, configBlob: null, seenBlob: null, configError: null };
        const row = { ...project, ...none, id: tables.projects.nextId() as ProjectId };
        at.put(tables.projects, row);
        // Asking goes back by the overlap, and what was said before the repository was known was not said to us.
        const start = new Date(Math.floor(session.now() / 1000) * 1000 + OVERLAP_MS);
        const unpolled = { comments: { newest: start, seen: [] }, issues: start, pulls: start };
        at.put(tables.polls, { projectId: row.id, ...unpolled });
        return row;
      }
      await change(known.id, project);
      return at.get(tables.projects, String(known.id)) ?? known;
    },
    setState: (id, state) => change(id, { state }),
    async configure(id, config, blob) {
      await change(id, { config, configBlob: blob, seenBlob: blob, configError: null });
      await configureEpics(session, id, config);
      await configureAgents(session, id, config);
    },
    waitingEpics: async (id) =>
      at
        .all(tables.epics)
        .filter((epic) => epic.projectId === id && epic.active)
        .flatMap((epic) => thresholds(session, epic.id).map((one) => ({ epic: epic.key, on: one.epic })))
        .sort((one, other) => (`${one.epic} ${one.on}` < `${other.epic} ${other.on}` ? -1 : 1)),
    refuseConfig: (id, configError, seenBlob) => change(id, { configError, seenBlob }),
  };
}

async function configureEpics(
  { at, tables }: Session,
  projectId: ProjectId,
  config: RepositoryConfig,
): Promise<void> {
  const wanted = new Set(config.epics.map(({ key }) => key));
  for (const epic of at.all(tables.epics)) {
    if (epic.projectId === projectId && epic.active && !wanted.has(epic.key))
      at.put(tables.epics, { ...epic, active: false, after: [] });
  }
  for (const { key, title, branch, label, after, sync } of config.epics) {
    const known = at.get(tables.epics, `${projectId} ${key}`);
    const id = known?.id ?? (tables.epics.nextId() as EpicId);
    at.put(tables.epics, { id, projectId, key, title, branch, label, after, sync, active: true });
    const lane = at.all(tables.lanes).find((row) => row.projectId === projectId && row.branch === branch);
    if (lane) {
      const locked = await at.lockRow(tables.lanes, String(lane.id));
      if (locked) at.put(tables.lanes, { ...locked, epicId: id });
      continue;
    }
    at.put(tables.lanes, {
      id: tables.lanes.nextId() as LaneId,
      projectId,
      epicId: id,
      branch,
      paused: null,
      draining: null,
      fence: 0,
      holder: null,
      heldUntil: 0,
    });
  }
}

async function configureAgents(
  { at, tables }: Session,
  projectId: ProjectId,
  config: RepositoryConfig,
): Promise<void> {
  const wanted = new Set(config.agents.map(({ name }) => name));
  for (const agent of at.all(tables.agents)) {
    if (agent.projectId !== projectId || agent.person || !agent.active || wanted.has(agent.name)) continue;
    const row = await at.lockRow(tables.agents, tables.agents.key(agent));
    if (row) at.put(tables.agents, { ...row, active: false });
  }
  for (const { id: accountId, login, name, maxClaims } of config.agents) {
    const known = await at.lockRow(tables.agents, `${projectId} ${name}`);
    const id = known?.id ?? (tables.agents.nextId() as AgentId);
    at.put(tables.agents, {
      id,
      projectId,
      name,
      accountId,
      accountLogin: login,
      maxClaims,
      active: !known?.deactivated,
      deactivated: known?.deactivated ?? false,
      person: false,
    });
  }
}
