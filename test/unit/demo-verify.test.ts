import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyLandings } from '../demo/verify-landings.ts';
import { mustGit } from '../github/git/run-git.ts';

const CI = '.github/workflows/ci.yml';
const WORKFLOW = `on: push
jobs:
  test: { runs-on: ubuntu-latest, steps: [{ uses: actions/checkout@v4 }, { run: 'test ! -e broken' }] }
`;
const env = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

let folder: string;
let from: string;
const git = (...args: readonly string[]) => mustGit(folder, args, { env }).then((text) => text.trim());
const tip = (of = 'HEAD') => git('rev-parse', of);

/** A commit on a branch of its own, which begins at the target. */
async function head(file: string): Promise<string> {
  await git('checkout', '-q', '-B', `agent-${file}`, 'epic');
  return commit(file);
}

async function commit(file: string): Promise<string> {
  await write(file, file);
  await git('add', '-A');
  await git('commit', '-q', '-m', file);
  return tip();
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

/** Moves the epic to a merge of the commit, as a landing does. */
async function land(sha: string): Promise<string> {
  const merged = await git('commit-tree', `${sha}^{tree}`, '-p', 'epic', '-p', sha, '-m', 'Land');
  await git('branch', '-f', 'epic', merged);
  return merged;
}

/** What is found when CI has seen all commits pass but those of `unseen`. */
async function verify(unseen: readonly string[] = []) {
  const trees = (await git('log', '--all', '--format=%T')).split('\n');
  const without = await Promise.all(unseen.map((sha) => tip(`${sha}^{tree}`)));
  const tested = new Set(trees.filter((tree) => !without.includes(tree)));
  return verifyLandings({ gitDir: join(folder, '.git'), from, branches: ['epic'], workflow: CI, tested });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
  await git('init', '-q', '-b', 'main');
  await write(CI, WORKFLOW);
  from = await commit('README.md');
  await git('branch', 'epic');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('checking what landed', () => {
  it('passes over what was there before, and finds nothing wrong with tested landings', async () => {
    expect(await verify()).toEqual({ commitsChecked: 0, untested: [], doubleLanded: [] });
    await land(await head('one'));
    await land(await head('two'));
    expect(await verify()).toEqual({ commitsChecked: 2, untested: [], doubleLanded: [] });
  });

  it('finds a commit that fails the gates, also below one that passes', async () => {
    const red = await land(await head('broken'));
    await git('checkout', '-q', '-B', 'mended', 'epic');
    await git('rm', '-q', 'broken');
    await git('commit', '-q', '-m', 'mend');
    await land(await tip());
    expect(await verify()).toEqual({ commitsChecked: 2, untested: [red], doubleLanded: [] });
  });

  it('finds a commit that would pass and that CI has never seen', async () => {
    const landed = await land(await head('one'));
    expect(await verify([landed])).toMatchObject({ commitsChecked: 1, untested: [landed] });
  });

  it('finds a commit that somebody pushed to the epic itself', async () => {
    await git('checkout', '-q', 'epic');
    const pushed = await commit('broken');
    expect(await verify()).toMatchObject({ commitsChecked: 1, untested: [pushed] });
  });

  it('runs the gates as they were at the beginning, not those that a landing brings', async () => {
    await git('checkout', '-q', '-B', 'agent', 'epic');
    await write(CI, WORKFLOW.replace('test ! -e broken', 'true'));
    const landed = await land(await commit('broken'));
    expect(await verify()).toMatchObject({ untested: [landed] });
  });

  it('finds a head that landed twice', async () => {
    const one = await head('one');
    await land(one);
    await land(await head('two'));
    await land(one);
    expect(await verify()).toMatchObject({ commitsChecked: 3, doubleLanded: [one] });
  });
});
