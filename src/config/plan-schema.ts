import { z } from 'zod';
import { TASK_STATUSES } from '../core/model/task.ts';
import { agentName, branch, key, line, percent } from './configuration-schema.ts';

const HOURS = 'must be hours from 0 to 10000, with two decimals at most';

/** As an `estimate` label says them. */
const hours = z
  .number('must be a number of hours')
  .refine((value) => value >= 0 && value <= 10_000 && Math.round(value * 100) / 100 === value, HOURS);
const total = z.number('must be a number').min(0, 'must be at least 0');

const epic = z.strictObject({
  key,
  title: line(200),
  branch,
  statedHours: total.nullable().default(null),
  after: z.array(z.strictObject({ epic: z.string(), percent })).default([]),
});

const task = z.strictObject({
  key,
  epic: z.string(),
  title: line(200),
  hours: hours.nullable().default(null),
  priority: z
    .int('must be a whole number from 0 to 100')
    .min(0, 'must be at least 0')
    .max(100, 'must be at most 100')
    .nullable()
    .default(null),
  status: z.enum(TASK_STATUSES).nullable().default(null),
  percent: percent.nullable().default(null),
  after: z.array(z.string()).default([]),
  agent: agentName.nullable().default(null),
});

const agent = z.strictObject({
  name: agentName,
  role: line(100).nullable().default(null),
  host: line(100).nullable().default(null),
  active: z.boolean().default(true),
});

/** A plan as it is written; what one part says about another is checked afterwards. */
export const planSchema = z.strictObject({
  version: z.literal(1, 'must be 1').optional(),
  project: line(100),
  stated: z
    .strictObject({ tasks: total.nullable().default(null), hours: total.nullable().default(null) })
    .prefault({}),
  epics: z.array(epic).max(200),
  tasks: z.array(task).max(5000),
  agents: z.array(agent).max(1000).default([]),
});

const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(planSchema.shape),
  stated: ['tasks', 'hours'],
  epics: Object.keys(epic.shape),
  'epics.after': ['epic', 'percent'],
  tasks: Object.keys(task.shape),
  agents: Object.keys(agent.shape),
};

/** The names that may stand at a path of a plan, for "did you mean". */
export function planKeys(path: readonly PropertyKey[]): readonly string[] {
  return KEYS[path.filter((step) => typeof step === 'string').join('.')] ?? [];
}
