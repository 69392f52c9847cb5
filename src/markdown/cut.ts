import type { HiddenKind } from '../core/model/readable.ts';

/** A piece of a text that its readers do not see, by offsets, and what they see in its place. */
export interface Cut {
  readonly from: number;
  readonly to: number;
  readonly kind: HiddenKind;
  readonly instead: string;
}
