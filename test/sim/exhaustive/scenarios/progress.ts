import { pushTo } from '../../workload/edits.ts';
import type { World } from '../../world.ts';
import { agent, BRANCH, heldTask, ISSUE, mustTip, TARGET } from '../arrange.ts';
import { answerTo, commentsOf, firstProblem, holders, said } from '../exactly-once.ts';
import type { Scenario } from '../scenario.ts';

/** Of commits that are pushed to the branch. */
const MESSAGE = `work on ${BRANCH}`;
const CHECKLIST = ['- [ ] lexer', '- [ ] parser'];

/** The holder pushes two commits, ticks a box, and says how far it is. */
export const progress: Scenario = {
  name: 'progress',
  arrange: (world) => heldTask(world, CHECKLIST.join('\n')),
  act(world) {
    const { github } = world;
    const by = world.by(agent(0));
    const first = pushTo(world, agent(0), BRANCH, mustTip(world, TARGET), { 'src/lexer': 'one' });
    pushTo(world, agent(0), BRANCH, first, { 'src/lexer': 'two' });
    const body = CHECKLIST.join('\n').replace('[ ] lexer', '[x] lexer');
    github.changeIssue(ISSUE, { body }, { action: 'edited' }, by);
    github.comment(ISSUE, '/progress 60', by);
  },
  isOver: (world) => JSON.stringify(shown(world)) === JSON.stringify(WANTED),
  problem(world) {
    const [comment] = commentsOf(world, '/progress 60');
    return firstProblem({
      task: [shown(world), WANTED],
      answer: [
        comment && answerTo(world, comment),
        comment && { reactions: ['+1'], replies: 0, outcomes: ['done'] },
      ],
      holders: [holders(world), ['active']],
      'status comments': [said(world, 'task:'), 1],
    });
  },
};

const WANTED = { commits: 2, checklist: { done: 1, total: 2 }, claimed: 60 };

function shown({ database }: World) {
  const [task] = [...database.tables.tasks.rows.values()];
  const commits = [...database.tables.evidence.rows.values()].filter(
    ({ type, summary }) => type === 'commit' && summary === MESSAGE,
  );
  return { commits: commits.length, checklist: task?.checklist, claimed: task?.claimedPercent };
}
