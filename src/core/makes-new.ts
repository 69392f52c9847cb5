import type { EffectBody } from './model/effect.ts';

/** What is set to a state, and so is the same whether it is done once or twice. */
const REPEATABLE: readonly EffectBody['kind'][] = ['labels', 'reaction', 'reopen', 'dependency'];

/**
 * Whether sending this again, without having seen what came of the first time, would show it twice. A check run is made
 * anew now and then, also where one is known. The function `effect_makes_new` of the database says the same.
 */
export function makesNew(kind: EffectBody['kind'], externalId: number | null): boolean {
  return !REPEATABLE.includes(kind) && (externalId === null || kind === 'check');
}
