import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CHILD_ARGUMENTS } from '../child-arguments.ts';
import type { PointTask, TaskResult } from './point-process.ts';
import { printPoint } from './print-point.ts';
import { SCENARIOS } from './scenarios.ts';

export interface ExhaustiveTotals extends Readonly<Record<string, number>> {
  readonly scenarios: number;
  readonly points: number;
  readonly runs: number;
  readonly violations: number;
}

/** Neighbouring points go to one process in one go. */
const POINTS_PER_TASK = 20;
const CHILD = fileURLToPath(new URL('./point-process.ts', import.meta.url));

/** Every fault at every call of every scenario, in processes of their own. `tell`: one line per scenario. */
export async function runExhaustive(jobs: number, tell: (line: string) => void): Promise<ExhaustiveTotals> {
  const children = Array.from({ length: jobs }, startChild);
  const free = [...children];
  const waiting: ((child: Child) => void)[] = [];

  async function run(task: PointTask): Promise<TaskResult> {
    const child = free.pop() ?? (await new Promise<Child>((go) => waiting.push(go)));
    const result = await child.run(task);
    const next = waiting.shift();
    if (next) next(child);
    else free.push(child);
    return result;
  }

  async function runScenario(name: string): Promise<ExhaustiveTotals> {
    const calm = await run({ scenario: name, from: 0, to: 0, labels: null });
    const { labels } = calm;
    const tasks: PointTask[] = [];
    for (let from = 1; from <= labels.length; from += POINTS_PER_TASK)
      tasks.push({ scenario: name, from, to: Math.min(from + POINTS_PER_TASK - 1, labels.length), labels });
    const results = [calm, ...(await Promise.all(tasks.map(run)))];
    const broken = results.flatMap(({ broken: found }) => found);
    for (const one of broken) printPoint(one);
    const runs = results.reduce((sum, result) => sum + result.runs, 0);
    tell(`${name}: ${labels.length} points, ${runs} runs, ${broken.length} violations`);
    return { scenarios: 1, points: labels.length, runs, violations: broken.length };
  }

  const told = await Promise.all(SCENARIOS.map(({ name }) => runScenario(name)));
  await Promise.all(children.map((child) => child.end()));
  const sum = (field: string) => told.reduce((total, one) => total + (one[field] ?? 0), 0);
  return {
    scenarios: sum('scenarios'),
    points: sum('points'),
    runs: sum('runs'),
    violations: sum('violations'),
  };
}

type Child = ReturnType<typeof startChild>;

function startChild() {
  const child = fork(CHILD, { execArgv: [...process.execArgv, ...CHILD_ARGUMENTS] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    async run(task: PointTask): Promise<TaskResult> {
      const answered = once(child, 'message') as Promise<[TaskResult]>;
      child.send(task);
      const first = await Promise.race([answered, ended]);
      if (typeof first[0] !== 'object' || first[0] === null)
        throw new Error(`the process of ${task.scenario} ended with ${String(first[0])}`);
      return first[0];
    },
    async end(): Promise<void> {
      child.disconnect();
      await ended;
    },
  };
}
