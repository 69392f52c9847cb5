import type { Task } from '../model/task.ts';

const NEUTRAL = 50;

/** What is planned for a task: hours and priority, as far as somebody said anything; empty: nobody did. */
export function planWords({ estimateHours, priority }: Pick<Task, 'estimateHours' | 'priority'>): string {
  return [
    ...(estimateHours === null ? [] : [`${estimateHours} h`]),
    ...(priority === NEUTRAL ? [] : [`priority ${priority}`]),
  ].join(', ');
}
