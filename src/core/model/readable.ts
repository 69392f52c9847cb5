/** What GitHub keeps of a text and does not show, so that whoever approved the text cannot have read it. */
export const HIDDEN_KINDS = [
  'comment',
  'tag',
  'attribute',
  'definition',
  'footnote',
  'image',
  'link-title',
  'code-info',
  'cell',
  'invisible',
  'too-much',
] as const;
export type HiddenKind = (typeof HIDDEN_KINDS)[number];

/** One kind of it: how often, and in which lines (the first few, from 1). */
export interface Hidden {
  readonly kind: HiddenKind;
  readonly count: number;
  readonly lines: readonly number[];
}

/** A text as its readers saw it, and what was left out of it. */
export interface Readable {
  readonly text: string;
  readonly hidden: readonly Hidden[];
}
