import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG, createFixture, fakeSha, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

describe('projects', () => {
  it('keeps one row per repository id, through a rename and another installation', async () => {
    const { store } = fixture;
    const project = await fixture.project();
    const renamed = await store.transaction((tx) =>
      tx.projects.upsert({
        ...project,
        installationId: 70,
        owner: 'acme',
        name: 'renamed',
        state: 'archived',
      }),
    );

    expect(renamed).toEqual({
      ...project,
      installationId: 70,
      owner: 'acme',
      name: 'renamed',
      state: 'archived',
    });
    expect(await store.read.projectByRepo(project.repoId)).toEqual(renamed);
    expect(await store.read.projectsOfInstallation(70)).toEqual([renamed]);
    expect(await store.read.projectByRepo(1)).toBeNull();
  });

  it('lists only active projects as active', async () => {
    const { store } = fixture;
    const project = await fixture.project();
    expect(await store.read.activeProjects()).toContainEqual(project);

    await store.transaction((tx) => tx.projects.setState(project.id, 'suspended'));

    const active = await store.read.activeProjects();
    expect(active.map(({ id }) => id)).not.toContain(project.id);
  });

  it('reads a configuration back unchanged, with epics, lanes and agents following it', async () => {
    const project = await fixture.configured();

    expect(project.config).toEqual(CONFIG);
    expect(project).toMatchObject({ configBlob: fakeSha('c'), seenBlob: fakeSha('c'), configError: null });
    const lane = must(await fixture.store.read.laneByBranch(project.id, 'epic-1/first'));
    expect(lane).toMatchObject({ projectId: project.id, branch: 'epic-1/first', paused: null });
    expect(await fixture.store.read.lane(lane.id)).toEqual(lane);
    const [agent] = await fixture.store.transaction((tx) => tx.agents.byAccount(project.id, 102));
    expect(agent).toMatchObject({ name: 'agent-b', accountLogin: 'agent-b[bot]', maxClaims: 1 });
  });

  it('keeps the last valid configuration when a newer file is refused', async () => {
    const project = await fixture.configured();
    await fixture.store.transaction((tx) => tx.projects.refuseConfig(project.id, 'line 3: no', fakeSha('d')));

    expect(await fixture.store.read.project(project.id)).toEqual({
      ...project,
      seenBlob: fakeSha('d'),
      configError: 'line 3: no',
    });
  });

  it('retires epics and agents that a new configuration no longer names, and leaves people and tasks alone', async () => {
    const { store } = fixture;
    const project = await fixture.configured();
    const task = await fixture.task(project.id, 1);
    const person = { id: 900, login: 'mona', isBot: false };
    await store.transaction((tx) => tx.agents.ensurePerson(project.id, person));
    const [, second] = CONFIG.epics;
    const [, agentB] = CONFIG.agents;
    await store.transaction((tx) =>
      tx.projects.configure(
        project.id,
        {
          ...CONFIG,
          epics: [{ ...must(second), branch: 'epic-2/renamed', after: [] }],
          agents: [{ ...must(agentB), id: 202, maxClaims: 5 }],
        },
        fakeSha('e'),
      ),
    );

    await store.transaction(async (tx) => {
      expect(await tx.tasks.epicByLabels(project.id, ['epic:one'])).toBeNull();
      expect(await tx.agents.byName(project.id, 'agent-a')).toBeNull();
      expect(await tx.agents.byName(project.id, 'agent-b')).toMatchObject({ accountId: 202, maxClaims: 5 });
      expect(await tx.agents.byName(project.id, 'mona')).toMatchObject({ accountId: 900 });
    });
    expect(await store.read.task(project.id, 1)).toEqual(task);
    expect(await store.read.laneByBranch(project.id, 'epic-2/second')).not.toBeNull();
    expect(await store.read.laneByBranch(project.id, 'epic-2/renamed')).not.toBeNull();

    await store.transaction((tx) => tx.projects.configure(project.id, CONFIG, fakeSha('c')));
    await store.transaction(async (tx) => {
      expect(await tx.tasks.epicByLabels(project.id, ['other', 'epic:one'])).toBe(task.epicId);
      expect(await tx.agents.byName(project.id, 'agent-a')).not.toBeNull();
    });
  });
});
