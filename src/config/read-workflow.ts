import { z } from 'zod';
import type { JobFacts, PushFilter } from '../core/doctor/facts.ts';
import type { WorkflowAnswer } from '../core/doctor/judge-workflow.ts';
import { readYaml } from './read-yaml.ts';

const names = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const filterShape = z
  .object({
    branches: names.optional(),
    'branches-ignore': names.optional(),
    tags: names.optional(),
    'tags-ignore': names.optional(),
    paths: names.optional(),
    'paths-ignore': names.optional(),
  })
  .nullish();
const jobShape = z.object({
  name: z.coerce.string().optional(),
  uses: z.string().optional(),
  strategy: z.object({ matrix: z.unknown() }).partial().nullish(),
});
const fileShape = z.object({
  on: z.union([
    z.string().transform((one): Record<string, unknown> => ({ [one]: null })),
    z
      .array(z.string())
      .transform((all): Record<string, unknown> => Object.fromEntries(all.map((one) => [one, null]))),
    z.record(z.string(), z.unknown()),
  ]),
  jobs: z.record(z.string(), jobShape),
});

/** What of a workflow file of GitHub Actions decides whether a candidate is tested. */
export function readWorkflow(text: string): WorkflowAnswer {
  const file = readYaml(text);
  if (!file.ok) {
    const [problem] = file.error;
    return broken(problem ? `line ${problem.place.line}: ${problem.message}` : 'it is no YAML');
  }
  const parsed = fileShape.safeParse(file.value.value);
  if (!parsed.success) return unreadable(parsed.error);
  const { on, jobs } = parsed.data;
  const filter = filterShape.safeParse(on['push']);
  if (!filter.success) return unreadable(filter.error);
  const push = 'push' in on ? pushFilter(filter.data ?? {}) : null;
  return { kind: 'read', workflow: { push, jobs: Object.entries(jobs).map(jobOf) } };
}

/** With filters for tags alone, no branch wakes it (GitHub docs, "Workflow syntax", `on.push`). */
function pushFilter(filter: NonNullable<z.infer<typeof filterShape>>): PushFilter {
  const { branches, 'branches-ignore': except } = filter;
  const tagsOnly = !branches && !except && Boolean(filter.tags ?? filter['tags-ignore']);
  return {
    only: tagsOnly ? [] : (branches ?? null),
    except: except ?? [],
    paths: Boolean(filter.paths ?? filter['paths-ignore']),
  };
}

function jobOf([id, { name = id, uses, strategy }]: [string, z.infer<typeof jobShape>]): JobFacts {
  return {
    name,
    computed: name.includes('${{') || uses !== undefined,
    matrix: strategy?.matrix !== undefined,
  };
}

function unreadable(error: z.ZodError): WorkflowAnswer {
  const [issue] = error.issues;
  return broken(issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : 'it is no workflow');
}

function broken(said: string): WorkflowAnswer {
  return { kind: 'broken', said };
}
