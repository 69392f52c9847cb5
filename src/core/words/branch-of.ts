import { slug } from './slug.ts';

/** The branch that links itself to a task by its name. */
export function branchOf(task: {
  readonly agent: string;
  readonly issue: number;
  readonly title: string;
}): string {
  return `${task.agent}/${task.issue}-${slug(task.title)}`;
}
