import type { AskedOnce, Done, Once } from '../core/model/once.ts';

export interface KeptAnswer {
  readonly status: number;
  /** Media type. */
  readonly type: string;
  readonly body: string;
}

/** Answers to writes, kept for a day, so that asking again under the same key changes nothing more. */
export interface Answers {
  /**
   * `new`: nobody has it in hand, and the asker has from now on, for as long as a request may take. `other`: the key
   * was used for something else. `under_way`: it is not answered yet.
   */
  begin(asked: AskedOnce): Promise<Begun>;
  /** Nothing happens when somebody else has taken it over since. */
  keep(asked: AskedOnce, fence: number, answer: KeptAnswer): Promise<void>;
  /** It was not answered, and may be asked for again: what was done is not done again. */
  forget(asked: AskedOnce, fence: number): Promise<void>;
}

export type Begun =
  | { readonly kind: 'new'; readonly fence: number; readonly done: Done | null }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'other' | 'under_way' };

/** A write could not be done because somebody else has it in hand by now. Nothing of it was. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Writes that are done once, inside the transaction that does them. */
export interface OnceRecords {
  /** It is done, if this is committed. Throws `Overtaken`. */
  settleWrite(once: Once, done: Done): Promise<void>;
}
