import {
  isMap,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Range,
  type YAMLError,
} from 'yaml';
import { storable } from '../core/storable.ts';
import { err, ok, type Result } from '../core/result.ts';

/** Where something is in the file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlFile {
  readonly value: unknown;
  /** Where the value at a path stands; where there is none, its nearest parent's place. `key`: its name, not its value. */
  placeOf(path: readonly PropertyKey[], what?: 'key'): Place;
}

export interface YamlProblem {
  readonly place: Place;
  readonly message: string;
}

/** Aliases make a small file large: `yaml` counts how often each is spelled out. A configuration needs a few at most. */
const MAX_ALIASES = 20;

/** Reads YAML 1.2 (core schema). The error has every syntax error and duplicate key. */
export function readYaml(text: string): Result<YamlFile, readonly YamlProblem[]> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return err(broken.map((problem) => ({ place: at(problem.pos[0]), message: said(problem, text) })));
  }
  try {
    const value = storable<unknown>(document.toJS({ maxAliasCount: MAX_ALIASES }));
    return ok({ value, placeOf: (path, what) => at(offsetOf(document, path, what)) });
  } catch (error) {
    return err([
      {
        place: { line: 1, column: 1 },
        message: error instanceof Error ? error.message : 'It cannot be read',
      },
    ]);
  }
}

/** The parser's own words where they help its reader, who has the file and not the parser. */
function said({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'MULTIPLE_DOCS') return 'There is a second document; only one can take effect';
  if (code === 'DUPLICATE_KEY')
    return `The key \`${/^[^\s:]{1,40}/.exec(text.slice(pos[0]))?.[0] ?? ''}\` is there twice`;
  return message.split('\n')[0] ?? message;
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], what: 'key' | undefined): number {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  path.forEach((step, index) => {
    const found = childOf(node, step);
    const wanted = what === 'key' && index === path.length - 1 ? found.key : found.value;
    offset = startOf(wanted) ?? startOf(found.key) ?? offset;
    node = found.value;
  });
  return offset;
}

function childOf(node: Node | null, step: PropertyKey): { key: Node | null; value: Node | null } {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(({ key }) => String(key) === String(step));
    return { key: pair?.key ?? null, value: pair?.value ?? null };
  }
  if (isSeq<Node>(node)) return { key: null, value: node.items[Number(step)] ?? null };
  return { key: null, value: null };
}

function startOf(node: Node | null): number | null {
  const range: Range | null | undefined = node?.range;
  return range?.[0] ?? null;
}
