/** Which write it is: who asked, under which key, for what. */
export interface AskedOnce {
  /** Hash of the credential that was shown. */
  readonly caller: Uint8Array;
  readonly key: string;
  /** Hash of method, address and body. */
  readonly request: Uint8Array;
}

/** What a write that was done is answered from. */
export interface Done {
  /** What a comment would have been answered. */
  readonly reply?: string;
  /** Issues that were held. */
  readonly released?: readonly number[];
}

/** A write that is to be done once, in the hands of whoever has its newest `fence`. */
export interface Once {
  readonly asked: AskedOnce;
  readonly fence: number;
  /** Somebody did it, and was not heard of again before it was answered; null: it is to be done. */
  readonly done: Done | null;
}
