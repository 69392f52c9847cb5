import type { Sha } from '../../../src/core/model/ids.ts';
import type { PullSnapshot } from '../../../src/core/model/pull.ts';
import { ADMIN, AGENTS, DEPUTY, MAINTAINER, READER, STRANGER, WRITER } from '../people.ts';
import { EPICS } from '../sim-config.ts';
import type { World } from '../world.ts';
import { say } from './agent-turn.ts';
import { edit, freshToken, pushTo } from './edits.ts';

/** What people and strangers do: commands with more rights, clicks, and things behind the queue's back. */
export function peopleTurn(world: World): string {
  const { github, random } = world;
  const issues = [...github.issues.keys()];
  const pulls = [...github.pulls.values()]
    .map(({ snapshot }) => snapshot.get())
    .filter((one) => one.state === 'open');
  const issue = random.pick(issues);
  const pull = pulls.length > 0 ? random.pick(pulls) : null;
  const chosen = random.int(100);
  if (chosen < 10)
    return say(world, MAINTAINER, pull?.number ?? issue, random.pick(['/hold', '/unhold', '/unhold']));
  if (chosen < 16) return hold(world, issue);
  if (chosen < 22 && pull)
    return say(world, MAINTAINER, pull.number, random.pick(['/lane pause looking', '/lane resume']));
  if (chosen < 27) return say(world, MAINTAINER, pull?.number ?? issue, '/lane resume');
  if (chosen < 38 && pulls.length > 0) return askForLanding(world, pulls);
  if (chosen < 40 && pull) return say(world, WRITER, pull.number, '/merge');
  if (chosen < 44)
    return say(
      world,
      random.pick([READER, STRANGER, WRITER]),
      issue,
      random.pick(['/claim', '/release', '/help']),
    );
  if (chosen < 48 && pull)
    return say(world, MAINTAINER, pull.number, random.pick(['/dequeue', '/retry', '/status']));
  if (chosen < 62 && pull) return review(world, pull.number);
  if (chosen < 66) return closeOrReopen(world, issue);
  if (chosen < 70) return say(world, MAINTAINER, issue, '/release');
  if (chosen < 76) return agentLabel(world, issue);
  if (chosen < 80 && pull) return mergeByHand(world, pull.number);
  if (chosen < 90) return pushTarget(world);
  return say(
    world,
    random.pick([ADMIN, READER]),
    issue,
    random.pick(['Nice.', '/frobnicate', '/progress 50']),
  );
}

/** For what no lane has yet. Who asks for it may have lost the right to before it comes to that. */
function askForLanding(world: World, pulls: readonly PullSnapshot[]): string {
  const { random, scheduler } = world;
  const outside = pulls.filter(({ head }) => !isInLane(world, head));
  const { number } = random.pick(outside.length > 0 ? outside : pulls);
  if (random.chance(0.3)) return say(world, MAINTAINER, number, '/merge');
  if (random.chance(0.8)) {
    const lost = random.between(3_000, 40_000);
    scheduler.after(lost, 'rights are lost', () => mayFromNowOn('read'));
    scheduler.after(lost + random.between(60_000, 120_000), 'rights are back', () =>
      mayFromNowOn('maintain'),
    );
  }
  return say(world, DEPUTY, number, '/merge');

  function mayFromNowOn(permission: 'read' | 'maintain'): void {
    world.github.permissions.get(DEPUTY.id)?.set(scheduler.now(), permission);
    world.faults.count('permission changed');
  }
}

function isInLane({ database }: World, head: Sha): boolean {
  return [...database.tables.entries.rows.values()].some(
    (row) => row.head === head && row.state !== 'landed' && row.state !== 'ejected',
  );
}

function hold(world: World, issue: number): string {
  const { github, random } = world;
  const labels = github.issues.get(issue)?.snapshot.get().labels ?? [];
  const held = labels.includes('hold');
  if (!held && random.chance(0.4)) return 'nobody holds anything';
  github.changeIssue(
    issue,
    { labels: held ? labels.filter((label) => label !== 'hold') : [...labels, 'hold'] },
    { action: held ? 'unlabeled' : 'labeled', label: 'hold' },
    world.by(MAINTAINER),
  );
  return `${held ? 'unholds' : 'holds'} #${issue} by label`;
}

function agentLabel(world: World, issue: number): string {
  const { github, random } = world;
  const labels = github.issues.get(issue)?.snapshot.get().labels ?? [];
  const present = labels.find((label) => label.startsWith('agent: '));
  const label = present ?? `agent: ${random.pick(AGENTS).name}`;
  github.changeIssue(
    issue,
    { labels: present ? labels.filter((one) => one !== present) : [...labels, label] },
    { action: present ? 'unlabeled' : 'labeled', label },
    world.by(random.chance(0.7) ? MAINTAINER : READER),
  );
  return `${present ? 'removes' : 'adds'} ${label} on #${issue}`;
}

function review(world: World, number: number): string {
  const { github, random } = world;
  const record = github.pulls.get(number);
  if (!record) return 'nothing to review';
  const { head } = record.snapshot.get();
  const state = random.pick(['approved', 'approved', 'approved', 'changes_requested', 'dismissed'] as const);
  const others = record.reviews.get().filter((one) => one.by.id !== MAINTAINER.id);
  record.reviews.set(github.now(), [...others, { by: MAINTAINER, state, commit: head }]);
  github.emit({ kind: 'review', pull: number }, world.by(MAINTAINER));
  return `reviews #${number}: ${state}`;
}

function closeOrReopen(world: World, issue: number): string {
  const { github, random } = world;
  const shown = github.issues.get(issue)?.snapshot.get();
  if (!shown) return 'no such issue';
  const by = world.by(random.pick([MAINTAINER, READER]));
  if (shown.state === 'open') {
    if (random.chance(0.5)) return 'leaves an issue open';
    const stateReason = random.pick(['completed', 'not_planned'] as const);
    github.changeIssue(issue, { state: 'closed', stateReason }, { action: 'closed' }, by);
  } else github.changeIssue(issue, { state: 'open', stateReason: 'reopened' }, { action: 'reopened' }, by);
  return `#${issue} is ${shown.state === 'open' ? 'closed' : 'reopened'} by ${by.account.login}`;
}

function mergeByHand(world: World, number: number): string {
  const { github } = world;
  const pull = github.pulls.get(number)?.snapshot.get();
  const base = pull && github.tip(pull.baseRef);
  if (!pull || !base || pull.state !== 'open') return 'nothing to merge';
  const tree = github.git.merge(base, pull.head);
  if (tree === null) return `#${number} conflicts`;
  const { sha } = github.git.commit({ tree, parents: [base, pull.head], message: 'by hand' });
  github.moveRef(pull.baseRef, sha, world.by(ADMIN));
  world.faults.count('pull request merged by hand');
  return `merges #${number} by hand`;
}

function pushTarget(world: World): string {
  const { branch } = world.random.pick(EPICS);
  const tip = world.github.tip(branch);
  if (tip === null) return `${branch} is gone`;
  pushTo(world, ADMIN, branch, tip, edit(world, freshToken(world)));
  world.faults.count('target pushed');
  return `pushes to ${branch}`;
}
