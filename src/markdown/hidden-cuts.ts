import type { fromMarkdown } from 'mdast-util-from-markdown';
import type { Cut } from './cut.ts';
import { htmlCuts } from './html-cuts.ts';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root['children'][number];
type Parent = Extract<Node, { children: unknown }>;

/** What follows the language of a fence, which alone may be seen by its colours. */
const FENCE = /^([`~]{3,}[ \t]*[\w+#.-]{0,30})([^\r\n]*)/;

/** What the Markdown of `text` holds and does not show. Pieces of it may lie in each other. */
export function hiddenCuts(tree: Root, text: string): readonly Cut[] {
  const cuts: Cut[] = [];
  const footnotes = new Set(referenced(tree));
  // A stack of its own: text may be nested deeper than calls may be.
  const waiting: Node[] = [tree];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    cuts.push(...cutsOf(node, text, footnotes));
    if (isParent(node)) waiting.push(...node.children);
  }
  return cuts;
}

function cutsOf(node: Node, text: string, footnotes: ReadonlySet<string>): readonly Cut[] {
  const from = node.position?.start.offset ?? 0;
  const to = node.position?.end.offset ?? from;
  if (node.type === 'html') return htmlCuts(text, from, to);
  if (node.type === 'definition') return [{ from, to, kind: 'definition', instead: '' }];
  if (node.type === 'footnoteDefinition')
    return footnotes.has(node.identifier) ? [] : [{ from, to, kind: 'footnote', instead: '' }];
  if (node.type === 'image' && (node.alt || node.title))
    return [{ from, to, kind: 'image', instead: `![](${node.url})` }];
  if (node.type === 'imageReference') return [{ from, to, kind: 'image', instead: '![]' }];
  if (node.type === 'link' && node.title)
    return [{ from: endOfChildren(node, from), to, kind: 'link-title', instead: `](${node.url})` }];
  if (node.type === 'linkReference' && node.referenceType === 'full')
    return [{ from: endOfChildren(node, from), to, kind: 'link-title', instead: ']' }];
  if (node.type === 'code') return codeInfo(text.slice(from, to), from);
  return node.type === 'table' ? surplusCells(node) : [];
}

function codeInfo(source: string, offset: number): readonly Cut[] {
  const [, shown = '', info = ''] = FENCE.exec(source) ?? [];
  const from = offset + shown.length;
  return info.trim() === '' ? [] : [{ from, to: from + info.length, kind: 'code-info', instead: '' }];
}

function isParent(node: Node): node is Parent {
  return 'children' in node;
}

function endOfChildren(node: Parent, from: number): number {
  return node.children.at(-1)?.position?.end.offset ?? from + 1;
}

function referenced(tree: Root): readonly string[] {
  const found: string[] = [];
  const waiting: Node[] = [tree];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'footnoteReference') found.push(node.identifier);
    // One that only an unseen note refers to is not seen either.
    if (isParent(node) && node.type !== 'footnoteDefinition') waiting.push(...node.children);
  }
  return found;
}

/** A row shows as many cells as the head of its table has. */
function surplusCells({ children: [head, ...rows] }: Extract<Node, { type: 'table' }>): readonly Cut[] {
  const width = head?.children.length ?? 0;
  return rows.flatMap((row) => {
    const from = row.children[width]?.position?.start.offset;
    const to = row.position?.end.offset;
    return from === undefined || to === undefined ? [] : [{ from, to, kind: 'cell' as const, instead: '' }];
  });
}
