import { z } from 'zod';
import { parseDuration } from '../core/commands/parse-duration.ts';
import { COMMAND_NAMES } from '../core/model/command-name.ts';
import { EVIDENCE_TYPES } from '../core/model/evidence.ts';
import { ROLES } from '../core/model/role.ts';
import { branchNameProblem } from './branch-name-problem.ts';
import { PROTECTED_BY_DEFAULT } from './protected-by-default.ts';

const HOUR = 3_600_000;

/** An epic's key: with `epic:` before it, it is a label, which has at most 50 characters. */
export const key = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,44}$/,
    'must be 1 to 45 letters, digits, dots, underscores and hyphens',
  );

/** Text that is shown: one line, nothing invisible. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'must be one line');

/** A branch that an epic may land on. */
export const branch = z.string().superRefine((name, context) => {
  const problem = branchNameProblem(name);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

const duration = (min: number, max: number) =>
  z.string('must be a duration such as `2h`, `90m` or `30s`').transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== null && ms >= min && ms <= max) return ms;
    const range = `between ${spoken(min)} and ${spoken(max)}`;
    context.addIssue({
      code: 'custom',
      message: ms === null ? 'must be a duration such as `2h`, `90m` or `30s`' : `must be ${range}`,
    });
    return z.NEVER;
  });

const glob = line(200).refine((text) => !/^\/|\/$|\/\/|^!/.test(text), {
  message:
    'must be a path from the top of the repository, without a slash at either end or a `!`; a folder is `folder/**`',
});

export const percent = z
  .number('must be a number from 0 to 100')
  .min(0, 'must be at least 0')
  .max(100, 'must be at most 100');
const count = (min: number, max: number) =>
  z.int('must be a whole number').min(min, `must be at least ${min}`).max(max, `must be at most ${max}`);

const epic = z.strictObject({
  key,
  title: line(200).optional(),
  branch,
  // GitHub's labels have at most 50 characters.
  label: line(50)
    .refine((label) => !label.includes(','), 'must not hold a comma')
    .optional(),
  milestone: line(255).optional(),
  after: z.array(z.strictObject({ epic: z.string(), percent })).default([]),
  sync: z.array(line(200)).max(20).default([]),
});

const gate = z.strictObject({
  name: line(60),
  workflow: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]*\.ya?ml$/,
      'must be the name of a file in `.github/workflows`, for example `ci.yml`',
    )
    .optional(),
  job: line(200).optional(),
  app: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "must be an App's slug, as in its address on GitHub")
    .optional(),
  check: line(200).optional(),
  evidence: z.enum(EVIDENCE_TYPES).default('test'),
  skipped: z.enum(['fail', 'pass']).default('fail'),
});

const merge = z.strictObject({
  auto: z.boolean().default(true),
  timeout: duration(60_000, 24 * HOUR).default(HOUR),
  retries: count(0, 5).default(0),
  protect: z
    .array(glob)
    .max(500)
    .default([...PROTECTED_BY_DEFAULT]),
  allowForks: z.boolean().default(false),
});

export const agentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,38}$/, 'must be 1 to 39 lower-case letters, digits and hyphens');

const agent = z.strictObject({
  id: count(1, Number.MAX_SAFE_INTEGER),
  login: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$/, 'must be a GitHub login'),
  name: agentName,
  role: line(100).nullable().default(null),
  maxClaims: count(0, 1000).default(1),
});

const claims = z.strictObject({
  lease: duration(60_000, 30 * 24 * HOUR).default(4 * HOUR),
  warn: duration(0, 24 * HOUR).default(HOUR / 2),
});

/** `.github/flotilla.yml` as it is written; what one part says about another is checked afterwards. */
export const configurationSchema = z.strictObject({
  version: z.literal(1, 'must be 1').optional(),
  epics: z.array(epic).max(200).default([]),
  gates: z.array(gate).max(100).default([]),
  merge: merge.prefault({}),
  agents: z.array(agent).max(1000).default([]),
  claims: claims.prefault({}),
  commands: z
    .strictObject(Object.fromEntries(COMMAND_NAMES.map((name) => [name, z.enum(ROLES).optional()])))
    .default({}),
});

export type Configuration = z.output<typeof configurationSchema>;

function spoken(ms: number): string {
  if (ms >= HOUR) return `${ms / HOUR}h`;
  return ms >= 60_000 ? `${ms / 60_000}m` : `${ms / 1000}s`;
}
