import { describe, expect } from 'vitest';
import { it } from '../support/world.ts';

describe('a task from issue to landed commit', () => {
  it('is claimed, built, tested as a whole, landed and closed', async ({ world }) => {
    const { repo, agentD } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();

    repo.comment(issue, agentD, '/claim');
    await world.settle();
    await repo.pushFiles({ branch: `agent-d/${issue.number}-parser`, from: 'epic-1/repositories', files: { 'src/parser.ts': 'export const parser = 1;\n' }, by: agentD });
    const pull = await repo.openPull({ title: 'Parser', head: `agent-d/${issue.number}-parser`, base: 'epic-1/repositories', by: agentD });
    await world.settle();

    expect(repo.pull(pull).mergedAt).not.toBeNull();
    expect(repo.issue(issue).state).toBe('closed');
    expect(await repo.readFile('epic-1/repositories', 'src/parser.ts')).toContain('parser');
  });
});
