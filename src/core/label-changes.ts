import type { EffectBody } from './model/effect.ts';
import { sayingOf, saysSame } from './label-saying.ts';

/**
 * Which labels an issue lacks and which contradict what is wanted. GitHub's labels are the same whatever their case, and
 * what people say in a spelling of theirs is said.
 */
export function labelChanges(
  present: readonly string[],
  { want, manage, instead }: Pick<Extract<EffectBody, { kind: 'labels' }>, 'want' | 'manage' | 'instead'>,
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  const isSame = (label: string, other: string) =>
    label.toLowerCase() === other.toLowerCase() || saysSame(label, other);
  const isWrong = (label: string) =>
    manage.some((prefix) => label.startsWith(prefix)) ||
    (instead !== undefined && sayingOf(label)?.family === instead);
  return {
    add: want.filter((label) => !present.some((other) => isSame(label, other))),
    remove: present.filter((label) => isWrong(label) && !want.some((other) => isSame(label, other))),
  };
}
