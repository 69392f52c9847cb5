import { MAINTAINER } from '../people.ts';
import { EPICS } from '../sim-config.ts';
import { by, type Story, type Work } from './story.ts';

/** An agent goes on with one of its issues: claims it, pushes, and tends its pull request. */
export function workOnPull(story: Story): void {
  const { yard, random, work } = story;
  const { github } = yard;
  const one = random.pick(work);
  if (!one.claimed) {
    one.claimed = true;
    github.comment(one.number, random.pick(['/claim', 'I take it.\n/claim']), by(one.agent));
    return;
  }
  if (one.pull === null) return open(story, one);
  const pull = github.pulls.get(one.pull)?.snapshot.get();
  if (!pull) return;
  const me = by(one.agent);
  if (pull.state === 'closed') return github.changePull(pull.number, { state: 'open' }, 'reopened', me);
  const chosen = random.int(100);
  if (chosen < 25) return push(story, one);
  if (chosen < 45)
    return github.changePull(pull.number, { draft: !pull.draft }, pull.draft ? 'ready' : 'draft', me);
  if (chosen < 58)
    return github.changePull(pull.number, { title: `${pull.title}!`.slice(0, 60) }, 'edited', me);
  if (chosen < 66) return retarget(story, pull.number);
  if (chosen < 78) return review(story, pull.number);
  if (chosen < 88) {
    github.comment(pull.number, 'Working on it.', me);
    return;
  }
  github.changePull(pull.number, { state: 'closed' }, 'closed', me);
}

function branchOf({ agent, number }: Work): string {
  return `${agent.name}/${number}-work`;
}

function open(story: Story, one: Work): void {
  const { yard, random } = story;
  const { github } = yard;
  const epic = EPICS.find(({ key }) =>
    github.issues.get(one.number)?.snapshot.get().labels.includes(`epic:${key}`),
  );
  if (!epic) throw new Error(`#${one.number} is in no epic`);
  push(story, one);
  const said = random.pick([`Task: #${one.number}`, `Closes #${one.number}`, 'See the branch.']);
  const { number } = github.openPull(
    {
      title: `Work on #${one.number}`,
      body: said,
      draft: random.chance(0.3),
      headRef: branchOf(one),
      baseRef: epic.branch,
    },
    by(one.agent),
  );
  one.pull = number;
}

function push({ yard, random }: Story, one: Work): void {
  const { git, tip, moveRef } = yard.github;
  const branch = branchOf(one);
  const parent = tip(branch) ?? tip('epic-1');
  if (parent === null) throw new Error('there is nothing to work on');
  const tree = { ...git.treeOf(parent), [`src/own-${one.number}`]: `change ${random.int(1_000_000)}` };
  const { sha } = git.commit({ tree, parents: [parent], message: `work on ${branch}` });
  moveRef(branch, sha, by(one.agent));
}

function retarget({ yard, random }: Story, number: number): void {
  const { branch: baseRef } = random.pick(EPICS);
  yard.github.changePull(number, { baseRef }, 'edited', by(MAINTAINER));
}

function review({ yard, random }: Story, number: number): void {
  const { github } = yard;
  const record = github.pulls.get(number);
  if (!record) return;
  const { head } = record.snapshot.get();
  const state = random.pick(['approved', 'changes_requested'] as const);
  record.reviews.set(github.now(), [{ by: MAINTAINER, state, commit: head }]);
  github.emit({ kind: 'review', pull: number }, by(MAINTAINER));
}
