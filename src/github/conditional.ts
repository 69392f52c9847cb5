import { isHttpError } from './to-github-error.ts';

/** One page of a list, and what its answer says about itself. */
interface Page<T> {
  readonly data: readonly T[];
  readonly headers: { readonly etag?: string | undefined; readonly link?: string | undefined };
}

interface Kept {
  readonly question: string;
  readonly etag: string;
  readonly items: readonly unknown[];
}

export interface Question<T> {
  /** What is asked for again and again; one answer is kept of it. */
  readonly subject: string;
  /** The whole question: an answer to another one is of no use. */
  readonly question: string;
  readonly pagesAtMost: number;
  read(page: number, headers: Readonly<Record<string, string>>): Promise<Page<T>>;
  /** Whether an item is older than what is asked for, so that no further page is needed. */
  isEnough?(item: T): boolean;
}

/**
 * Asks for lists that rarely change: as long as GitHub answers 304, which counts against no limit, the last answer is
 * given again. Only lists of a single page are kept.
 */
export function createConditional(): <T>(question: Question<T>) => Promise<readonly T[]> {
  const kept = new Map<string, Kept>();
  return async function ask<T>(asked: Question<T>): Promise<readonly T[]> {
    const known = kept.get(asked.subject);
    const same = known?.question === asked.question ? known : null;
    const first = await readFirst(asked, same?.etag);
    // Kept under this very question, so it is what this question reads.
    if (first === null) return (same?.items ?? []) as readonly T[];
    const items = [...first.data];
    let page = first;
    for (let number = 2; number <= asked.pagesAtMost && hasNext(page); number += 1) {
      if (items.some((item) => asked.isEnough?.(item))) break;
      page = await asked.read(number, {});
      items.push(...page.data);
    }
    const { etag } = first.headers;
    if (etag !== undefined && !hasNext(first)) {
      kept.set(asked.subject, { question: asked.question, etag, items });
    } else kept.delete(asked.subject);
    return items;
  };
}

/** Null: not changed since the answer with this etag. */
async function readFirst<T>(asked: Question<T>, etag: string | undefined): Promise<Page<T> | null> {
  if (etag === undefined) return asked.read(1, {});
  try {
    return await asked.read(1, { 'if-none-match': etag });
  } catch (error) {
    if (isHttpError(error) && error.status === 304) return null;
    throw error;
  }
}

function hasNext({ headers }: Page<unknown>): boolean {
  return headers.link?.includes('rel="next"') ?? false;
}
