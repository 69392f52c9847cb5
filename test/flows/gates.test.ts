import { describe, expect } from 'vitest';
import type { Decide } from '../github/actions/script-actions.ts';
import { passTime } from '../support/pass-time.ts';
import { lastReply, replies } from '../support/see.ts';
import { say } from '../support/talk.ts';
import {
  candidateBranches,
  candidatesWait,
  check,
  claimed,
  conclude,
  configure,
  isCandidate,
  proposed,
  standing,
  stays,
  taskWithPull,
  underTest,
} from '../support/work.ts';
import { CI_WORKFLOW } from '../support/world-files.ts';
import { it, type World } from '../support/world.ts';

const SCANNER = '  - { name: scan, app: scanner, check: "Full scan" }';
const JOBS = ['build', 'test', 'security-scan'];

/** The commit under test. */
function candidate({ repo }: Pick<World, 'repo'>): string {
  const [branch] = candidateBranches({ repo } as World);
  return repo.branchTip(branch ?? '') ?? '';
}

async function scanned(world: World, sha: string, conclusion: string, by = 'scanner', name = 'Full scan') {
  await world.repo.setExternalAppCheck({ app: by, sha, name, status: 'completed', conclusion });
  await world.settle();
}

describe('a gate of GitHub Actions', () => {
  it('is not passed by checks of its name, whoever posts them', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    for (const by of ['actions', 'impostor']) {
      for (const name of JOBS) {
        await world.repo.postCheckRun({
          by,
          name,
          sha: candidate(world),
          status: 'completed',
          conclusion: 'success',
        });
      }
    }
    await world.settle();
    await passTime(world.database.pool, 61);
    await world.settle();
    expect(await standing(world, pull)).toBe('testing');

    await conclude(world, 'failure');
    expect(await standing(world, pull)).toBe('gate_failed');
  });

  it('is not passed by a workflow that the branch brought along', async ({ newWorld }) => {
    const forged: Decide = ({ path, name }) =>
      path.endsWith('ci.yml') && name === 'security-scan' ? 'failure' : 'success';
    const world = await newWorld({ workers: false, decide: forged });
    await configure(world, { merge: '{ protect: ["nothing"] }' });
    const files = {
      '.github/workflows/green.yml': CI_WORKFLOW.replace('name: CI', 'name: Green'),
      'src/a.ts': '',
    };

    const pull = await proposed(world, await claimed(world), { files });
    const head = pull.pull.headSha;
    await world.repo.postCheckRun({
      by: 'actions',
      name: 'security-scan',
      sha: head,
      status: 'completed',
      conclusion: 'success',
    });
    await world.settle();

    expect(await standing(world, pull)).toBe('none');
    expect(check(world, head)).toMatchObject({ title: 'Failed: security', conclusion: 'failure' });
  });

  it('is not passed by a run of the same commit on another branch', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    await world.repo.createBranch('agent-d/copy', { from: candidate(world), by: world.agentD });
    await world.settle();
    expect(world.actions.pending().every(({ branch }) => isCandidate(branch))).toBe(true);
    expect(await standing(world, pull)).toBe('testing');

    await conclude(world, 'failure');
    expect(await standing(world, pull)).toBe('gate_failed');
  });

  it('waits for every job of a matrix, also for those that are still to start', async ({ newWorld }) => {
    const ci = CI_WORKFLOW.replace(
      '  test: {',
      '  test-late: { needs: [build], runs-on: ubuntu-latest, steps: [{ run: "true" }] }\n  test: { strategy: { matrix: { node: [20, 22] } },',
    );
    const world = await newWorld({ workers: false, decide: candidatesWait, ci });
    const pull = await underTest(world);
    const branch = candidateBranches(world)[0] ?? '';

    for (const job of ['test (20)', 'test (22)', 'security-scan']) {
      await world.actions.finish({ branch, job }, 'success');
      await world.settle();
      expect(await standing(world, pull)).toBe('testing');
    }
    await world.actions.finish({ branch, job: 'build' }, 'success');
    await world.settle();
    expect(await standing(world, pull)).toBe('testing');
    await world.actions.finish({ branch, job: 'test-late' }, 'success');
    await world.settle();

    expect(await standing(world, pull)).toBe('landed');
  });

  it('fails with one red job of a matrix', async ({ newWorld }) => {
    const decide: Decide = ({ name }, _sha, branch) =>
      isCandidate(branch) && name === 'test (22)' ? 'failure' : 'success';
    const ci = CI_WORKFLOW.replace(
      '  test: {',
      '  test: { strategy: { fail-fast: false, matrix: { node: [20, 22] } },',
    );
    const world = await newWorld({ workers: false, decide, ci });
    const pull = await underTest(world);

    expect(await standing(world, pull)).toBe('gate_failed');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: a gate failed.

      | gate | state | why |
      |---|---|---|
      | \`tests\` | ❌ failed | [test \\(22\\): failure](<link>) |

      The gates ran on the commit that merging would have made, so this can fail though the head alone passes.
      Mend it and push, or, if the failure has nothing to do with this change, ask again with \`/retry\`."
    `);
  });

  it('is not passed by a skipped job, unless the gate says so', async ({ newWorld }) => {
    const ci = CI_WORKFLOW.replace('  security-scan: {', '  security-scan: { if: false,');
    const world = await newWorld({ workers: false, ci });
    const pull = await taskWithPull(world);
    expect(check(world, pull.pull.headSha).title).toBe('Failed: security');

    await configure(world, (text) =>
      text.replace('job: security-scan,', 'job: security-scan, skipped: pass,'),
    );

    expect(await standing(world, pull)).toBe('landed');
  });

  it('that a candidate never starts ends in words about where to look', async ({ newWorld }) => {
    const ci = CI_WORKFLOW.replace('"!flotilla/prep/**"', '"!flotilla/**"');
    const world = await newWorld({ workers: false, ci });
    const pull = await underTest(world);
    expect(await standing(world, pull)).toBe('testing');

    await passTime(world.database.pool, 3_700);
    await world.settle();

    expect(await standing(world, pull)).toBe('gate_timeout');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: its gates took too long.

      | gate | state | why |
      |---|---|---|
      | \`compile\` | ⏳ waiting | no run of ci.yml yet |
      | \`tests\` | ⏳ waiting | no run of ci.yml yet |
      | \`security\` | ⏳ waiting | no run of ci.yml yet |

      The gates ran on the commit that merging would have made, so this can fail though the head alone passes.
      If a gate never began, look whether its workflow listens to \`flotilla/candidate/**\`. Ask again with \`/retry\`."
    `);
  });
});

describe('a gate of another App', () => {
  it('is that App, that name and that commit, and only success is a pass', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await configure(world, { gates: SCANNER });
    const pull = await underTest(world);
    const head = pull.pull.headSha;
    await scanned(world, head, 'success', 'another-scanner');
    await scanned(world, head, 'success', 'actions');
    await scanned(world, head, 'success', 'scanner', 'Quick scan');
    expect(await standing(world, pull)).toBe('none');
    expect(check(world, head).title).toBe('Waiting for scan');

    await scanned(world, head, 'success');
    expect(await standing(world, pull)).toBe('testing');

    // Every conclusion that there is, is judged in `judge-gates.test.ts`.
    for (const conclusion of ['neutral', 'failure']) {
      await scanned(world, candidate(world), conclusion);
      expect(await standing(world, pull), conclusion).toBe('gate_failed');
      await say(world, pull, world.maintainer, '/retry');
      expect(await standing(world, pull), 'again').toBe('testing');
    }
    await scanned(world, candidate(world), 'success');
    expect(await standing(world, pull)).toBe('landed');
  });
});

describe('no gates', () => {
  it('means that nothing lands (the fault of gates that fail open)', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await configure(world, (text) => text.replace(/gates:[^]*?merge:/, 'merge:'));
    const pull = await taskWithPull(world);
    await say(world, pull, world.maintainer, '/merge');

    expect(await standing(world, pull)).toBe('waiting');
    expect(check(world, pull.pull.headSha)).toMatchObject({
      title: 'No gates configured',
      conclusion: 'action_required',
    });
  });
});

describe('a failing candidate', () => {
  it('is built anew as often as configured, and then ejected', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await configure(world, { merge: '{ retries: 1 }' });
    const pull = await underTest(world);
    const [before] = candidateBranches(world);

    await conclude(world, 'failure');
    expect(await stays(world, pull)).toMatchObject([{ state: 'testing', attempt: 2 }]);
    expect(candidateBranches(world)).not.toContain(before);
    expect(replies(world, pull)).toEqual([]);

    await conclude(world, 'failure');
    expect(await standing(world, pull)).toBe('gate_failed');
    expect(candidateBranches(world)).toEqual([]);
  });

  it('that passes the second time lands', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await configure(world, { merge: '{ retries: 1 }' });
    const pull = await underTest(world);

    await conclude(world, 'failure');
    await conclude(world);

    expect(await stays(world, pull)).toMatchObject([{ state: 'landed', attempt: 2 }]);
  });
});

describe('a configuration that changes while a candidate is tested', () => {
  it('judges the same candidate again, by the new gates', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const sha = candidate(world);
    await configure(world, (text) => text.replace('merge:', `${SCANNER}\nmerge:`));

    await conclude(world);
    expect(await standing(world, pull)).toBe('testing');
    expect(candidate(world)).toBe(sha);

    await scanned(world, sha, 'success');
    expect(await standing(world, pull)).toBe('landed');
  });

  it('that is invalid changes nothing', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    await configure(world, () => 'gates: []\nnonsense: true\n');

    await conclude(world);

    expect(await standing(world, pull)).toBe('landed');
  });

  it('counts though nobody told of it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    world.github.knobs.faultDeliveries('push', 'lose');
    await configure(world, (text) => text.replace('merge:', `${SCANNER}\nmerge:`));

    await conclude(world, 'success');

    expect(await standing(world, pull)).toBe('testing');
  });
});
