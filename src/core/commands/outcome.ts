import type { WhyNot } from './why-not.ts';

/** How a command ended, in words that are told or seen in the sticky comment. */
export type Outcome =
  | { readonly kind: 'done'; readonly reply?: string }
  | { readonly kind: 'refused'; readonly reply: string; readonly why: WhyNot };
