import type { core } from 'zod';
import type { ConfigurationProblem } from './cross-checks.ts';
import { didYouMean } from './did-you-mean.ts';

/** Zod's findings in our words. `known`: the names that are allowed at a path. */
export function schemaProblems(
  issues: readonly core.$ZodIssue[],
  known: (path: readonly PropertyKey[]) => readonly string[],
): readonly ConfigurationProblem[] {
  return issues.flatMap((issue): readonly ConfigurationProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((name) => ({
        path: [...issue.path, name],
        at: 'key',
        message: `is not known here${hint(name, known(issue.path))}`,
      }));
    }
    return [{ path: issue.path, message: said(issue) }];
  });
}

function hint(name: string, known: readonly string[]): string {
  const near = didYouMean(name, known);
  return near ? `; did you mean \`${near}\`?` : `; known are ${known.map((key) => `\`${key}\``).join(', ')}`;
}

function said(issue: core.$ZodIssue): string {
  if (
    issue.code === 'invalid_type' &&
    issue.input === undefined &&
    issue.message.includes('received undefined')
  ) {
    return 'is missing';
  }
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return `must be ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid')) {
    return `must be one of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}`;
  }
  if (issue.code === 'too_big' && issue.origin === 'array') return `may have at most ${issue.maximum} items`;
  return issue.message;
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a mapping of names to values',
  array: 'a list',
  string: 'text (put it in quotes)',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};
