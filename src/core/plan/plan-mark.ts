/**
 * What stands in the body of an issue that a plan made, unseen by readers: which epic or task it is, and what GitHub has
 * no place for. It counts only where our App wrote the issue, as anybody may copy it.
 */
export type PlanMark =
  | {
      readonly kind: 'epic';
      readonly key: string;
      readonly project: string;
      readonly branch: string;
      readonly after: readonly { readonly epic: string; readonly percent: number }[];
    }
  | { readonly kind: 'task'; readonly key: string; readonly agent: string | null };

const BEGIN = /<!-- flotilla:plan (\{[^\r\n]*?\}) -->/;
const END = '<!-- /flotilla:plan -->';

/** The part of a body that the plan keeps: the mark, and what readers see of it. */
export function markedBlock(mark: PlanMark, shown: readonly string[]): string {
  // Neither the comment nor the line may end within it.
  const json = JSON.stringify(mark).replace(
    /[<>\u2028\u2029]|-(?=-)/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [`<!-- flotilla:plan ${json} -->`, ...shown, END].join('\n');
}

/** Null: there is no mark, or it is not one of ours. */
export function markOf(body: string): PlanMark | null {
  const json = BEGIN.exec(body)?.[1];
  if (json === undefined) return null;
  try {
    return toMark(JSON.parse(json));
  } catch {
    return null;
  }
}

/** The body with `block` in the place of the one it has, or before everything. The rest is people's and stays. */
export function withBlock(body: string, block: string): string {
  const text = body.replaceAll('\r\n', '\n');
  const begin = BEGIN.exec(text);
  if (!begin) return text === '' ? block : `${block}\n\n${text}`;
  const end = text.indexOf(END, begin.index);
  const after = end < 0 ? begin.index + begin[0].length : end + END.length;
  return text.slice(0, begin.index) + block + text.slice(after);
}

function toMark(value: unknown): PlanMark | null {
  if (!isRecord(value) || typeof value['key'] !== 'string') return null;
  const { kind, key, project, branch, after, agent } = value;
  if (kind === 'task') return { kind, key, agent: typeof agent === 'string' ? agent : null };
  if (kind !== 'epic' || typeof project !== 'string' || typeof branch !== 'string') return null;
  return { kind, key, project, branch, after: Array.isArray(after) ? after.flatMap(toWait) : [] };
}

function toWait(value: unknown): readonly { epic: string; percent: number }[] {
  if (!isRecord(value)) return [];
  const { epic, percent } = value;
  return typeof epic === 'string' && typeof percent === 'number' ? [{ epic, percent }] : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
