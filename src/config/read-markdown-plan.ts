import { err, ok, type Result } from '../core/result.ts';
import { markdownOptions } from './markdown-options.ts';
import type { Place, YamlFile, YamlProblem } from './read-yaml.ts';

type Row = Record<string, unknown>;

const HEADING = /^(#{1,2})\s+(.*?)\s*#*\s*$/;
const TASK = /^[-*+]\s+\[([ xX])\]\s+(.*?)\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Reads a plan that is written as Markdown: `# Project`, `## key: Title` for an epic, and below it `- [ ] key: Title` for
 * each task (`[x]`: done). What else there is to say stands in brackets at the end of the line, in any order, separated
 * by commas. Everything else, indented lists and code among it, is for readers.
 */
export function readMarkdownPlan(text: string): Result<YamlFile, readonly YamlProblem[]> {
  const plan = { stated: {} as Row, epics: [] as Row[], tasks: [] as Row[] };
  let project: string | undefined;
  const places = new Map<string, Place>();
  const problems: YamlProblem[] = [];
  let fence: string | null = null;

  const row = (source: string, line: number, kind: 'project' | 'epic' | 'task'): Row => {
    const read = markdownOptions(source, kind);
    const column = 1 + Math.max(0, (lines[line - 1] ?? '').indexOf(source));
    problems.push(
      ...read.problems.map(({ message, offset }) => ({ message, place: { line, column: column + offset } })),
    );
    places.set(
      kind === 'project' ? 'project' : `${kind}s.${plan[kind === 'epic' ? 'epics' : 'tasks'].length}`,
      {
        line,
        column,
      },
    );
    return read.values;
  };

  const lines = text.split(/\r\n|\n|\r/);
  lines.forEach((content, index) => {
    const mark = FENCE.exec(content)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence)))
      fence = fence === null ? mark : null;
    if (mark !== undefined || fence !== null) return;
    const [, level, heading] = HEADING.exec(content) ?? [];
    const [, box, item] = TASK.exec(content) ?? [];
    const place = { line: index + 1, column: 1 };
    if (level === '#' && heading !== undefined) {
      if (project !== undefined)
        problems.push({ place, message: 'There is a second `#` heading; a plan has one' });
      const { title, ...stated } = row(heading, index + 1, 'project');
      project = String(title);
      plan.stated = stated;
    } else if (heading !== undefined) plan.epics.push(row(heading, index + 1, 'epic'));
    else if (item !== undefined) {
      const epic = plan.epics.at(-1)?.['key'];
      if (epic === undefined) {
        problems.push({ place, message: 'This task stands under no epic; put `## key: Title` before it' });
      } else {
        const status = box === ' ' ? {} : { status: 'done' };
        plan.tasks.push({ ...row(item, index + 1, 'task'), epic, ...status });
      }
    }
  });
  if (problems.length > 0) return err(problems);
  const value = project === undefined ? plan : { project, ...plan };
  return ok({ value, placeOf: (path) => placeOf(places, path) });
}

/** A row has one place: its line is short enough to be read. */
function placeOf(places: ReadonlyMap<string, Place>, [list, index]: readonly PropertyKey[]): Place {
  const key = list === 'project' || list === 'stated' ? 'project' : `${String(list)}.${String(index)}`;
  return places.get(key) ?? { line: 1, column: 1 };
}
