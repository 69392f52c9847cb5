/**
 * Puts `content` between `<!-- <name>:begin ... -->` and `<!-- <name>:end -->`. Throws when the text does not have
 * exactly one such pair, since a table that is silently left out would look current for ever.
 */
export function replaceSection(text: string, name: string, content: string): string {
  const begin = new RegExp(`<!-- ${name}:begin[^>]*-->`, 'g');
  const end = new RegExp(`<!-- ${name}:end -->`, 'g');
  const [first, ...moreFirst] = text.matchAll(begin);
  const [last, ...moreLast] = text.matchAll(end);
  if (!first || !last || moreFirst.length > 0 || moreLast.length > 0 || last.index < first.index) {
    throw new Error(`There must be one "${name}:begin" and, after it, one "${name}:end".`);
  }
  const from = first.index + first[0].length;
  return `${text.slice(0, from)}\n\n${content}\n\n${text.slice(last.index)}`;
}
