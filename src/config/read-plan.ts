import type { Plan } from '../core/plan/plan.ts';
import { err, ok, type Result } from '../core/result.ts';
import { planChecks } from './plan-checks.ts';
import { planKeys, planSchema } from './plan-schema.ts';
import type { ConfigurationProblem } from './cross-checks.ts';
import { readMarkdownPlan } from './read-markdown-plan.ts';
import { readYaml, type Place, type YamlFile } from './read-yaml.ts';
import { schemaProblems } from './schema-problems.ts';

const MAX_BYTES = 2 * 1024 * 1024;

/**
 * Reads a plan: Markdown where the file's name ends in `.md`, else YAML. The error has every problem with line and
 * column, in the order of the file, as `plan.yml:3:7: epics[0].branch: is missing.`
 */
export function readPlan(text: string, file: string): Result<Plan, readonly string[]> {
  const sentence = ({ line, column }: Place, said: string) =>
    `${file}:${line}:${column}: ${said}${/[.?]$/.test(said) ? '' : '.'}`;
  if (Buffer.byteLength(text) > MAX_BYTES)
    return err([sentence({ line: 1, column: 1 }, 'The file is larger than 2 MB')]);
  const read = /\.(?:md|markdown)$/i.test(file) ? readMarkdownPlan(text) : readYaml(text);
  if (!read.ok) return err(read.error.map(({ place, message }) => sentence(place, message)));
  const parsed = planSchema.safeParse(read.value.value ?? {}, { reportInput: true });
  const problems = parsed.success
    ? planChecks(toPlan(parsed.data))
    : schemaProblems(parsed.error.issues, planKeys);
  if (!parsed.success || problems.length > 0) {
    return err(placed(read.value, problems).map(({ place, said }) => sentence(place, said)));
  }
  return ok(toPlan(parsed.data));
}

function toPlan({ project, stated, epics, tasks, agents }: ReturnType<typeof planSchema.parse>): Plan {
  return { project, stated, epics, tasks, agents };
}

function placed(
  file: YamlFile,
  problems: readonly ConfigurationProblem[],
): readonly { readonly place: Place; readonly said: string }[] {
  return problems
    .map(({ path, at, message }) => ({ place: file.placeOf(path, at), said: `${named(path)}: ${message}` }))
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

/** `tasks[0].after[1]` */
function named(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
