import type { DemoPlan, DemoTask } from '../demo-plan.ts';

/** What one agent does for each of its tasks, by issue: all that its command knows. */
export type Script = Readonly<Record<string, Part>>;

export interface Part {
  readonly files: DemoTask['files'];
  /** Written on top of the merged base, in a round after the first; null: it knows nothing better. */
  readonly mend: DemoTask['files'] | null;
  /** It is not heard of again. */
  readonly silent: boolean;
  /** Begins only when so many are there. */
  readonly meeting: { readonly folder: string; readonly expected: number } | null;
}

/** `folderOf`: where those who come to a meeting see each other. */
export function scriptFor(
  agent: string,
  plan: DemoPlan,
  tasks: ReadonlyMap<number, DemoTask>,
  folderOf: (meeting: string) => string,
): Script {
  const expected = (meeting: string): number => plan.tasks.filter(({ meets }) => meets === meeting).length;
  const partOf = ({ files, mend, silent, meets }: DemoTask): Part => ({
    files,
    mend: mend ?? null,
    silent: silent === agent,
    meeting: meets === undefined ? null : { folder: folderOf(meets), expected: expected(meets) },
  });
  return Object.fromEntries([...tasks].map(([issue, task]) => [issue, partOf(task)]));
}
