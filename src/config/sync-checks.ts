import type { Configuration } from './configuration-schema.ts';
import type { ConfigurationProblem } from './cross-checks.ts';
import { circles } from './circles.ts';
import { didYouMean } from './did-you-mean.ts';

/** What epics take in: other epics by their keys, or the default branch by its name; in no circle, which would never end. */
export function syncChecks(
  epics: Configuration['epics'],
  defaultBranch: string | undefined,
): readonly ConfigurationProblem[] {
  const keys = epics.map(({ key }) => key);
  const known = [...keys, ...(defaultBranch === undefined ? [] : [defaultBranch])];
  const names = epics.flatMap((epic, index) =>
    epic.sync.flatMap((name, at): ConfigurationProblem[] => {
      const path = ['epics', index, 'sync', at];
      if (epic.sync.indexOf(name) < at) return [{ path, message: `\`${name}\` is named twice` }];
      if (name === epic.branch && !keys.includes(name))
        return [{ path, message: `\`${name}\` is this epic's own branch` }];
      if (defaultBranch === undefined || known.includes(name)) return [];
      const near = didYouMean(name, known);
      const hint = near ? `; did you mean \`${near}\`?` : '';
      return [{ path, message: `there is no epic \`${name}\`, and it is not the default branch${hint}` }];
    }),
  );
  const taken = new Map(epics.map(({ key, sync }) => [key, sync.filter((name) => keys.includes(name))]));
  return [
    ...names,
    ...circles(taken).map((circle) => ({
      path: ['epics', keys.findIndex((key) => circle.includes(key)), 'sync'],
      message: `these epics take each other's code in, without end: ${[...circle, circle[0]].join(' → ')}`,
    })),
  ];
}
