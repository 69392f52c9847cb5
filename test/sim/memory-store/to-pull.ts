import type { Pull } from '../../../src/core/model/pull.ts';
import type { PullRow } from './rows.ts';

export function toPull(row: PullRow): Pull {
  const { lookAt, doubts, ...pull } = row;
  void [lookAt, doubts];
  return pull;
}
