import { describe, expect, it } from 'vitest';
import { decodeComment } from '../../../src/github/decode/decode-comment.ts';
import { decodeIssue } from '../../../src/github/decode/decode-issue.ts';
import { decodePull } from '../../../src/github/decode/decode-pull.ts';
import { decodePush } from '../../../src/github/decode/decode-push.ts';
import { decodeRef } from '../../../src/github/decode/decode-ref.ts';
import { decodeRepository } from '../../../src/github/decode/decode-repository.ts';
import { decodeWorkflowRun } from '../../../src/github/decode/decode-workflow-run.ts';
import { DecodeError } from '../../../src/github/decode/parse-payload.ts';

const HEAD = 'a'.repeat(40);
const TIME = '2026-01-02T03:04:05Z';

describe('decoders', () => {
  it('name the path of a field that is not as it should be', () => {
    const payload = { repository: { id: 'seven', name: 'r', full_name: 'o/r', default_branch: 'main' } };
    expect(() => decodeRepository(payload)).toThrow(DecodeError);
    expect(() => decodeRepository(payload)).toThrow(/unexpected shape at repository\.id/);
    expect(() => decodeRepository(null)).toThrow(DecodeError);
    expect(() => decodeIssue({ sub_issue: { number: 1 } }, 'sub_issue')).toThrow(/at sub_issue\.title/);
    expect(() => decodePush({ ref: 'refs/heads/x', before: HEAD, after: 'main' })).toThrow(/at after/);
  });

  it('take the owner from the full name, which pushes have too', () => {
    const repository = { id: 7, name: 'r', full_name: 'o/r', default_branch: 'main', owner: { name: 'o' } };
    expect(decodeRepository({ repository, installation: { id: 3 } })).toEqual({
      installationId: 3,
      repoId: 7,
      owner: 'o',
      name: 'r',
      defaultBranch: 'main',
      archived: false,
    });
  });

  it('tell a written comment from an edited one, and an App from a person', () => {
    const comment = { id: 5, body: '/claim', user: null, created_at: TIME, updated_at: TIME };
    expect(decodeComment({ comment })).toMatchObject({ edited: false, performedByApp: null });
    const changed = {
      ...comment,
      updated_at: '2026-01-02T03:04:06Z',
      performed_via_github_app: { id: 1, slug: 'flotilla' },
    };
    expect(decodeComment({ comment: changed })).toMatchObject({ edited: true, performedByApp: 'flotilla' });
    expect(decodeComment({ comment }).author).toEqual({ id: 10137, login: 'ghost', isBot: false });
  });

  it('see native links of an issue, and that it is a pull request', () => {
    const issue = { number: 4, title: 't', state: 'closed', state_reason: 'not_planned', updated_at: TIME };
    expect(decodeIssue({ issue })).toMatchObject({
      hasParent: false,
      parent: null,
      blockers: 0,
      isPull: false,
    });
    const linked = {
      ...issue,
      labels: [{ name: 'epic:1' }, null],
      pull_request: { url: 'x' },
      parent_issue_url: 'https://api.github.com/repos/o/r/issues/1',
      issue_dependencies_summary: { blocked_by: 0, blocking: 0, total_blocked_by: 2, total_blocking: 0 },
    };
    expect(decodeIssue({ sub_issue: linked }, 'sub_issue')).toMatchObject({
      state: 'closed',
      stateReason: 'not_planned',
      labels: ['epic:1'],
      hasParent: true,
      parent: 1,
      blockers: 2,
      isPull: true,
    });
  });

  it('count a pull request whose head repository is gone as a fork', () => {
    const pull = {
      number: 9,
      title: 't',
      body: null,
      state: 'closed',
      merged_at: TIME,
      head: { sha: HEAD, ref: 'x', repo: null },
      base: { ref: 'main', repo: { id: 7 } },
      user: { id: 2, login: 'b[bot]', type: 'Bot' },
      updated_at: TIME,
    };
    expect(decodePull({ pull_request: pull })).toMatchObject({
      body: '',
      fork: true,
      state: 'merged',
      draft: false,
      author: { id: 2, login: 'b[bot]', isBot: true },
    });
  });

  it('keep the newest commits of a large push', () => {
    const commits = Array.from({ length: 200 }, (_, index) => ({ id: HEAD, message: `${index}`, url: 'u' }));
    const push = decodePush({ ref: 'refs/heads/a/b', before: HEAD, after: HEAD, commits });
    expect(push.branch).toBe('a/b');
    expect(push.commits).toHaveLength(50);
    expect(push.commits.at(-1)?.message).toBe('199');
    expect(decodePush({ ref: 'refs/tags/v1', before: HEAD, after: HEAD }).branch).toBeNull();
    expect(decodeRef({ ref: 'v1', ref_type: 'tag' })).toEqual({ branch: null });
  });

  it('take a workflow only from the repository itself', () => {
    const run = { id: 1, event: 'push', head_sha: HEAD, html_url: 'u' };
    const file = (path: string) => decodeWorkflowRun({ workflow_run: { ...run, path } }).workflow;
    expect(file('.github/workflows/ci.yml')).toBe('ci.yml');
    expect(file('.github/workflows/ci.yml@refs/heads/main')).toBe('ci.yml');
    expect(file('other/repo/.github/workflows/ci.yml@main')).toContain('/');
    expect(file('dynamic/github-code-scanning/codeql')).toContain('/');
  });
});
