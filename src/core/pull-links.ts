/** How a pull request said which issue it is for. */
export interface PullLink {
  readonly issue: number;
  readonly how: 'task_line' | 'closing_keyword' | 'branch';
}

/** What is looked at. `lines`: the description's plain prose. */
export interface PullText {
  readonly headRef: string;
  readonly lines: readonly { readonly text: string }[];
}

const KEYWORD = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d{1,9})\b/gi;

/**
 * The issues a pull request says it is for, the clearest word first: a line `Task: #n`, then closing keywords, then the
 * name of its branch (`<agent>/<n>-...`). Each issue once. Keywords in the title count for nothing on GitHub, nor here.
 */
export function pullLinks({ headRef, lines }: PullText): readonly PullLink[] {
  const tasks = lines.flatMap(({ text }) => /^task:\s*#(\d{1,9})\b/i.exec(text)?.[1] ?? []);
  const closed = lines.flatMap(({ text }) => [...text.matchAll(KEYWORD)].map((match) => match[1] ?? ''));
  const branch = issueOfBranch(headRef);
  const said: PullLink[] = [
    ...tasks.map((number): PullLink => ({ issue: Number(number), how: 'task_line' })),
    ...closed.map((number): PullLink => ({ issue: Number(number), how: 'closing_keyword' })),
    ...(branch === null ? [] : [{ issue: branch, how: 'branch' as const }]),
  ];
  return said.filter(
    (link, at) => link.issue > 0 && said.findIndex((other) => other.issue === link.issue) === at,
  );
}

/** The issue that a branch named `<agent>/<n>-...` is for; null for every other branch. */
export function issueOfBranch(branch: string): number | null {
  const number = /^[a-z0-9][a-z0-9-]{0,38}\/([1-9]\d{0,8})(?:-|$)/.exec(branch)?.[1];
  return number === undefined ? null : Number(number);
}
