/**
 * What a runner keeps of a task on its own disk: how far its work has come. Everything else is looked up, so that a
 * runner that died goes on where it was, and one that lost its disk begins the round anew.
 */
export interface WorkNotes {
  /** Counted from 1. */
  readonly round: number;
  readonly phase: WorkPhase;
  /** The commit from which the command of this round began; null: its work place is not made yet. */
  readonly start: string | null;
  /** What the command is told besides the brief: why the round before did not land. */
  readonly because: string | null;
  /** The commit that was asked to be landed. */
  readonly asked: string | null;
}

export type WorkPhase =
  | { readonly kind: 'to_run' }
  /** The command ended well, and this commit is what it made. */
  | { readonly kind: 'made'; readonly head: string }
  /** It did not; `why` is a sentence. */
  | { readonly kind: 'failed'; readonly why: string };

export const FIRST_ROUND: WorkNotes = {
  round: 1,
  phase: { kind: 'to_run' },
  start: null,
  because: null,
  asked: null,
};
