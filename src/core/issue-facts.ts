import { checklist } from './brief/checklist.ts';
import { parseHours } from './commands/parse-hours.ts';
import { parsePriority } from './commands/parse-priority.ts';
import { outsideFences } from './outside-fences.ts';
import { namedPaths } from './named-paths.ts';
import type { IssueLinks, IssueSnapshot } from './model/task.ts';

/** What an issue says about its task, apart from the title. */
export interface IssueFacts {
  /** Labels of the issue and of its parent, in that order: one of them may name the epic. */
  readonly labels: readonly string[];
  /** 0 to 100, higher first; 50 when nobody said anything. */
  readonly priority: number;
  readonly estimateHours: number | null;
  readonly checklist: { readonly done: number; readonly total: number };
  /** Issue numbers from `Depends on #n` lines, each once, never its own. */
  readonly dependsOn: readonly number[];
  /** Files, folders and globs that it names. */
  readonly paths: readonly string[];
}

const DEFAULT_PRIORITY = 50;
/** What people call the field of a form; GitHub shows it as a heading. */
const ESTIMATE =
  /^(?:estimate|estimation|effort|hours|estimated (?:hours|effort|time))(?: (?:\(hours\)|\(in hours\)|in hours))?$/i;

/** Reads labels, form fields and lines of prose. Labels win over form fields: a maintainer sets them. */
export function issueFacts(
  issue: IssueSnapshot,
  links: IssueLinks,
  plainLines: readonly { readonly text: string }[],
): IssueFacts {
  const source = outsideFences(issue.body);
  return {
    labels: [...issue.labels, ...(links.parent?.labels ?? [])],
    priority:
      first(issue.labels, priorityOfLabel) ??
      fieldOf(source, /^priority$/i, parsePriority) ??
      DEFAULT_PRIORITY,
    estimateHours: first(issue.labels, hoursOfLabel) ?? fieldOf(source, ESTIMATE, parseHours),
    checklist: checklistOf(issue.body),
    dependsOn: dependsOn(plainLines).filter((number) => number !== issue.number),
    paths: namedPaths(source),
  };
}

/** The issues that lines such as `Depends on #4, #5 and #6` name. */
export function dependsOn(plainLines: readonly { readonly text: string }[]): readonly number[] {
  const numbers = plainLines.flatMap(({ text }) => {
    const list = /^depends on:?\s+(#\d{1,9}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+)#\d{1,9})*)/i.exec(
      text,
    )?.[1];
    return (list?.match(/\d+/g) ?? []).map(Number);
  });
  return [...new Set(numbers)].filter((number) => number > 0);
}

function first<T>(labels: readonly string[], read: (label: string) => T | null): T | null {
  return labels.map(read).find((value) => value !== null) ?? null;
}

/** `priority: high`, `priority: 80` */
export function priorityOfLabel(label: string): number | null {
  const value = /^priority\s*[:/]\s*(.+)$/i.exec(label)?.[1];
  return value === undefined ? null : parsePriority(value);
}

/** `estimate: 8h`, or a bare `8h`: a bare number could mean anything. */
export function hoursOfLabel(label: string): number | null {
  const value = /^estimate\s*[:/]\s*(.+)$/i.exec(label)?.[1];
  if (value !== undefined) return parseHours(value);
  return /^\d[\d.]*\s?[hmd]$/i.test(label) ? parseHours(label) : null;
}

/** The answer under a heading, as issue forms write it. */
function fieldOf<T>(lines: readonly string[], name: RegExp, read: (text: string) => T | null): T | null {
  const at = lines.findIndex((line) => name.test(/^ {0,3}#{2,4}\s+(.+)$/.exec(line)?.[1]?.trim() ?? ''));
  if (at < 0) return null;
  const answer = lines.slice(at + 1).find((line) => line.trim() !== '');
  return answer === undefined ? null : read(answer.trim());
}

function checklistOf(body: string): { done: number; total: number } {
  const boxes = checklist(body);
  return { done: boxes.filter(({ done }) => done).length, total: boxes.length };
}
