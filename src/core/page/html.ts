/** Text that is safe to put into a page as it is. Only `html` and `joinHtml` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Hole = Html | string | number | readonly Html[];

/** Template for HTML: everything filled in is escaped, except what is `Html` already. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  return new Html(
    parts.reduce((text, part, index) => {
      const hole = holes[index - 1];
      return text + (hole === undefined ? '' : render(hole)) + part;
    }),
  );
}

function render(hole: Hole): string {
  if (hole instanceof Html) return hole.text;
  if (typeof hole === 'string') return escapeHtml(hole);
  if (typeof hole === 'number') return String(hole);
  return hole.map((one) => one.text).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
