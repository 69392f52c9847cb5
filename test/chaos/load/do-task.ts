import { setTimeout as pause } from 'node:timers/promises';
import type { TwinUser } from '../../github/start-github.ts';
import type { Random } from '../random.ts';
import { answerTo, ejections } from './bot-words.ts';
import { agentName, epicBranch } from './fleet-config.ts';
import type { ChaosTask, Fleet } from './fleet.ts';
import { waitFor } from './wait-for.ts';

/** An agent gives up after so many ejections. */
const ATTEMPTS = 6;
/** Two agents who take so long ask for less than GitHub lets one installation write in a minute. */
const WORK_SECONDS = [12, 24] as const;

export interface Doing {
  readonly fleet: Fleet;
  readonly agent: TwinUser;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** Claims the task, works, and sees the pull request to its end. Somebody else may be quicker to claim. */
export async function doTask({ fleet, agent, random, signal }: Doing, task: ChaosTask): Promise<void> {
  const { repo } = fleet;
  const { issue } = task;
  const asked = repo.comment(issue, agent, '/claim');
  if ((await waitFor(() => answerTo(repo, asked), signal)) === 'refused') return;
  await pause(random.between(...WORK_SECONDS) * 1_000, undefined, { signal });
  const base = epicBranch(task.epic);
  const branch = `${agentName(agent)}/${issue.number}-work`;
  await repo.pushFiles({ branch, from: base, files: filesOf(task, 0), by: agent });
  const pull = await repo.openPull({
    title: issue.title,
    head: branch,
    base,
    body: `Task: #${issue.number}`,
    by: agent,
  });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const end = await waitFor(() => {
      if (repo.pull(pull).mergedAt) return 'landed';
      return ejections(repo, pull.number).length >= attempt ? 'ejected' : null;
    }, signal);
    if (end === 'landed') return;
    // Begun again on top of what is there now, as the reply to a conflict says.
    await repo.pushFiles({ branch, from: base, files: filesOf(task, attempt), by: agent, force: true });
  }
  repo.closePull(pull, { by: agent });
  repo.comment(issue, agent, '/release');
}

function filesOf({ issue, shared }: ChaosTask, attempt: number): Readonly<Record<string, string>> {
  const text = `export const task = ${issue.number}; // ${attempt}\n`;
  return { [`src/task-${issue.number}.ts`]: text, ...(shared ? { 'src/shared.ts': text } : {}) };
}
