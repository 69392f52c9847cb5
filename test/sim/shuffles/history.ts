import type { IssueSnapshot } from '../../../src/core/model/task.ts';
import { ADMIN, AGENTS, MAINTAINER, READER } from '../people.ts';
import { createRandom } from '../random.ts';
import type { Yard } from './create-yard.ts';
import { workOnPull } from './pull-history.ts';
import { by, epicLabel, freeBody, type Story } from './story.ts';

const EVENTS = 300;
const ISSUES = 28;

/**
 * What a day brought, the same for everybody: 300 events. Half of the issues are worked on, each by the one agent that
 * claims it; maintainers close, reopen and make wait only the others, because a claim competes with that.
 */
export async function makeHistory(yard: Yard): Promise<void> {
  const story: Story = { yard, random: createRandom(4), work: [], free: [] };
  next(story);
  // Until the last check has ended.
  await yard.scheduler.run(() => false);
}

/** Some changes come within the same second: GitHub's times do not tell which was first. */
function next(story: Story): void {
  const { yard, random } = story;
  if (yard.sent.length >= EVENTS) return;
  const ms = random.chance(0.25) ? random.between(20, 300) : random.between(2_000, 40_000);
  yard.scheduler.after(ms, 'history', () => {
    turn(story);
    next(story);
  });
}

function turn(story: Story): void {
  const { random, yard } = story;
  const open = story.work.length + story.free.length;
  const chosen = random.int(100);
  if (open < 6 || (open < ISSUES && chosen < 18)) return openIssue(story);
  if (chosen < 45) return workOnPull(story);
  if (chosen < 58) return editFree(story);
  if (chosen < 68) return relabelFree(story);
  if (chosen < 78) return closeOrReopen(story);
  if (chosen < 85) return hold(story);
  if (chosen < 92) return editWork(story);
  const threads = [...yard.github.issues.keys(), ...yard.github.pulls.keys()];
  yard.github.comment(
    random.pick(threads),
    random.pick(['Nice.', 'On it.']),
    by(random.pick([READER, ADMIN])),
  );
}

function openIssue({ yard, random, work, free }: Story): void {
  const { github } = yard;
  const forWork = (work.length + free.length) % 2 === 0;
  const labels = [epicLabel(random.int(forWork ? 2 : 3))];
  if (random.chance(0.3)) labels.push('priority: high');
  if (random.chance(0.3)) labels.push('8h');
  const list = '- [x] begin\n- [ ] end';
  const body = forWork ? list : freeBody(random, free);
  const { number } = github.openIssue({ title: `Task ${github.issues.size + 1}`, body, labels }, by(ADMIN));
  if (!forWork) return void free.push(number);
  const agent = AGENTS[Math.floor(work.length / 2)];
  if (!agent) throw new Error('there are too few agents');
  work.push({ number, agent, claimed: false, held: false, pull: null });
}

function editFree({ yard, random, free }: Story): void {
  const number = random.pick(free);
  const body = freeBody(
    random,
    free.filter((one) => one < number),
  );
  change(yard, number, random.chance(0.5) ? { body } : { title: `Task ${number}, take ${random.int(100)}` });
}

function editWork({ yard, random, work }: Story): void {
  const { number } = random.pick(work);
  const done = random.int(3);
  const body = [0, 1, 2].map((at) => `- [${at < done ? 'x' : ' '}] step ${at}`).join('\n');
  change(yard, number, random.chance(0.6) ? { body } : { title: `Work ${number}, take ${random.int(100)}` });
}

function change({ github }: Yard, number: number, to: Partial<IssueSnapshot>): void {
  github.changeIssue(number, to, { action: 'edited' }, by(MAINTAINER));
}

/**
 * Priorities and estimates come and go; an issue moves to another epic, but never out of all of them: whoever was not
 * told before would not know that it was a task once.
 */
function relabelFree(story: Story): void {
  const { yard, random, free } = story;
  const number = random.pick(free);
  const labels = yard.github.issues.get(number)?.snapshot.get().labels ?? [];
  const label = random.pick([
    'priority: high',
    'priority: low',
    '8h',
    epicLabel(0),
    epicLabel(1),
    epicLabel(2),
  ]);
  const epics = labels.filter((one) => one.startsWith('epic:'));
  if (epics.length === 1 && epics[0] === label) return;
  toggle(story, number, labels, label);
}

/** What is worked on by command and once, for a label competes with that; the others by a label that comes and goes. */
function hold(story: Story): void {
  const { yard, random, work, free } = story;
  if (random.chance(0.5)) {
    const number = random.pick(free);
    return toggle(story, number, yard.github.issues.get(number)?.snapshot.get().labels ?? [], 'hold');
  }
  const one = random.pick(work);
  if (one.held) return;
  one.held = true;
  yard.github.comment(one.number, '/hold', by(MAINTAINER));
}

function toggle({ yard }: Story, number: number, labels: readonly string[], label: string): void {
  const has = labels.includes(label);
  yard.github.changeIssue(
    number,
    { labels: has ? labels.filter((one) => one !== label) : [...labels, label] },
    { action: has ? 'unlabeled' : 'labeled', label },
    by(MAINTAINER),
  );
}

function closeOrReopen({ yard, random, free }: Story): void {
  const { github } = yard;
  const number = random.pick(free);
  const closed = github.issues.get(number)?.snapshot.get().state === 'closed';
  if (closed) {
    const open = { state: 'open', stateReason: 'reopened' } as const;
    return github.changeIssue(number, open, { action: 'reopened' }, by(MAINTAINER));
  }
  const stateReason = random.pick(['completed', 'completed', 'not_planned'] as const);
  github.changeIssue(number, { state: 'closed', stateReason }, { action: 'closed' }, by(MAINTAINER));
}
