import { hoursOfLabel, priorityOfLabel } from './issue-facts.ts';
import { HOLD_LABEL } from './labels.ts';

/** What people say of a task with a label in their own spelling, and a command shows in ours. */
export type LabelFamily = 'estimate' | 'priority' | 'hold';

/** What a label says: labels of one family that say the same are one word in two spellings. */
export interface LabelSaying {
  readonly family: LabelFamily;
  readonly value: number;
}

/** Null: it says nothing of that kind. */
export function sayingOf(label: string): LabelSaying | null {
  if (label.toLowerCase() === HOLD_LABEL) return { family: 'hold', value: 1 };
  const hours = hoursOfLabel(label);
  if (hours !== null) return { family: 'estimate', value: hours };
  const priority = priorityOfLabel(label);
  return priority === null ? null : { family: 'priority', value: priority };
}

/** `8h` and `estimate: 8h` say the same, `8h` and `priority: 8` do not. */
export function saysSame(label: string, other: string): boolean {
  const [one, two] = [sayingOf(label), sayingOf(other)];
  return one !== null && two !== null && one.family === two.family && one.value === two.value;
}
