import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Markdown } from '../ports.ts';
import { GRAMMAR } from './grammar.ts';
import { openElements, type OpenElements } from './open-elements.ts';
import { withinLimits } from './within-limits.ts';

type Root = ReturnType<typeof fromMarkdown>;
type PhrasingContent = Extract<Root['children'][number], { type: 'paragraph' }>['children'][number];

/** Stands where something was that is not plain text, so that a reader of the line cannot overlook it. */
const NOT_TEXT = '\uFFFC';

/**
 * The prose of a comment or issue, as GitHub would show it: the lines of its top-level paragraphs, with code, images,
 * titled links and HTML replaced by U+FFFC. Bare addresses stay.
 *
 * Lists, headings, tables, quotes and footnotes are left out whole. Agents like to list what they might do next
 * (`- /merge`), and a line behind `#` or over `---` is a title; what is meant as a command stands in a line of its own.
 * Lines indented like code are left out too, even where Markdown would read on. What comes after an HTML element was
 * opened (`<details>`, `<blockquote>`) is inside it until it is closed.
 */
export function plainLines(body: string): ReturnType<Markdown['plainLines']> {
  const text = withinLimits(body);
  if (text.trim() === '') return [];
  return paragraphLines(fromMarkdown(text, GRAMMAR), text);
}

function paragraphLines(tree: Root, text: string): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = [];
  const open = openElements();
  for (const block of tree.children) {
    if (block.type === 'html') open.read(block.value);
    if (block.type !== 'paragraph' || !block.position) continue;
    const first = block.position.start.line;
    const shown = block.children.map((node) => shownSource(node, text, open)).join('');
    shown.split(/\r\n|\n|\r/).forEach((line, index) => {
      if (!/^(?: {4}| {0,3}\t)/.test(line)) lines.push({ line: first + index, text: line.trim() });
    });
  }
  return lines.filter((line) => /[^\s\uFFFC]/.test(line.text));
}

/** The source of an inline node where it is plain text, and a mark per line of it where it is not. */
function shownSource(node: PhrasingContent, text: string, open: OpenElements): string {
  const from = node.position?.start.offset ?? 0;
  const source = text.slice(from, node.position?.end.offset ?? from);
  const inside = open.any();
  if (node.type === 'html') open.read(node.value);
  if (inside) return marked(source);
  if (node.type === 'text') return source;
  if (node.type === 'break') return '\n';
  const address = source.slice(1, -1);
  return node.type === 'link' && node.url === address ? address : marked(source);
}

function marked(source: string): string {
  return source
    .split(/\r\n|\n|\r/)
    .map(() => NOT_TEXT)
    .join('\n');
}
