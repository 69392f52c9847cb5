import { outsideFences } from '../outside-fences.ts';

/** One box of an issue's checklist, which is how most issues say when they are done. */
export interface Box {
  readonly done: boolean;
  readonly text: string;
}

/** The boxes of a text, as they are counted for progress. */
export function checklist(body: string): readonly Box[] {
  return outsideFences(body).flatMap((line) => {
    const [, mark, text = ''] = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[([ xX])\]\s(.*)$/.exec(`${line} `) ?? [];
    return mark === undefined ? [] : [{ done: mark !== ' ', text: text.trim() }];
  });
}
