export interface MaskedCode {
  /** The code without comments; each string or template text stands as `"n"`, n being its place in `texts`. */
  readonly code: string;
  readonly texts: readonly string[];
}

const pieces =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")|(?<regex>(?<=(?:^|[(,=:[!&|?{};]|\breturn|=>)\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*)|(?<brace>[`{}])/g;

/**
 * Takes comments, strings and regular expressions out of TypeScript, so that what is left can be searched for words.
 * TypeScript 7 offers no parser to JavaScript; code inside `${}` of a template stays visible.
 */
export function maskCode(source: string): MaskedCode {
  const texts: string[] = [];
  const hide = (text: string) => `"${texts.push(text) - 1}"`;
  /** One number per open template: how many braces are open inside its current `${}`. */
  const templates: number[] = [];
  let code = '';
  let at = 0;
  const readTemplateText = (from: number) => {
    const [text = ''] = /^(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/.exec(source.slice(from)) ?? [];
    code += hide(text);
    at = from + text.length;
    if (source.startsWith('${', at)) {
      templates.push(0);
      code += ' + (';
      at += 2;
    } else at += 1;
  };
  for (;;) {
    pieces.lastIndex = at;
    const match = pieces.exec(source);
    code += source.slice(at, match?.index ?? source.length);
    if (!match) return { code, texts };
    const [piece] = match;
    at = match.index + piece.length;
    const depth = templates.at(-1);
    if (match.groups?.['comment'] !== undefined) code += ' ';
    else if (match.groups?.['text'] !== undefined) code += hide(piece.slice(1, -1));
    else if (match.groups?.['regex'] !== undefined) code += hide(piece);
    else if (piece === '`') readTemplateText(at);
    else if (piece === '}' && depth === 0) {
      templates.pop();
      code += ') + ';
      readTemplateText(at);
    } else {
      if (depth !== undefined) templates[templates.length - 1] = depth + (piece === '{' ? 1 : -1);
      code += piece;
    }
  }
}
