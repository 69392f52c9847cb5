/** Which write it is: who asked, under which key, for what. */
export interface AskedOnce {
  /** Hash of the credential that was shown. */
  readonly caller: Buffer;
  readonly key: string;
  /** Hash of method, address and body. */
  readonly request: Buffer;
}

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
  /** It came to nothing, and may be tried again. */
  forget(asked: AskedOnce, fence: number): Promise<void>;
}

export type Begun =
  | { readonly kind: 'new'; readonly fence: number }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'other' | 'under_way' };
