import { decides, isManaged } from '../labels.ts';
import type { IssueTurn } from '../model/issue-turn.ts';

/**
 * The labels of an issue that say something else than what is known: who put them there, or took them away, is to be
 * asked. `wanted`: those that the App keeps there; `heard`: by which people decided, as far as anybody told of it.
 */
export function doubtfulLabels(facts: {
  readonly shown: readonly string[];
  readonly wanted: readonly string[];
  readonly heard: readonly string[];
}): readonly string[] {
  const { shown, wanted, heard } = facts;
  const appeared = shown.filter(
    (label) => (decides(label) || isManaged(label)) && !wanted.includes(label) && !heard.includes(label),
  );
  const vanished = [...wanted, ...heard].filter((label) => !shown.includes(label));
  return [...new Set([...appeared, ...vanished])];
}

/**
 * What happened last to each of these labels, the earliest first. A label of which GitHub's history says something else
 * than the issue does is left for the next look: one of the two is behind.
 */
export function turnsOf(
  labels: readonly string[],
  shown: readonly string[],
  history: readonly IssueTurn[],
): readonly (IssueTurn & { readonly label: string })[] {
  return labels
    .flatMap((label) => {
      const turn = history.findLast((one) => one.label === label);
      if (!turn || (turn.action === 'labeled') !== shown.includes(label)) return [];
      return [{ ...turn, label }];
    })
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}
