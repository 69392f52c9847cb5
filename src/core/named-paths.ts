const AT_MOST = 50;
const LONGEST = 200;
/** Names at the top of a repository that many tasks change, and that are seldom anything but a file. */
const TOP_FILE = /^[\w.-]+\.(?:json|ya?ml|toml|md|lock)$/i;
const EXTENSION = /\.[a-z][a-z0-9]{0,9}$/i;
const SEGMENT = /^[\w@+.*?~-]+$/;
const HOST = /\.(?:com|org|net|io|dev)$/i;

/**
 * The files, folders (with a slash at the end) and globs that a text names, each once: in backticks, or bare with a
 * slash and an extension. What could as well be a branch, a repository or an address is left out: a wrong guess turns
 * agents away from work. `lines`: without fenced code.
 */
export function namedPaths(lines: readonly string[]): readonly string[] {
  const text = lines.join('\n').replace(/<!--[^]*?(?:-->|$)/g, ' ');
  const quoted = [...text.matchAll(/`([^`\n]{1,500})`/g)].flatMap(([, span = '']) =>
    words(span, /[\s,;"']+/),
  );
  const bare = words(text.replace(/`[^`\n]*`/g, ' '), /[\s,;"'()[\]<>|]+/);
  const named = [
    ...quoted.filter((word) => isPath(word, true)),
    ...bare.filter((word) => isPath(word, false)),
  ];
  return [...new Set(named)].slice(0, AT_MOST);
}

/** Without `./` before it, and without a line number or the end of a sentence behind it. */
function words(text: string, between: RegExp): readonly string[] {
  const short = text.split(between).filter((word) => word.length <= LONGEST + 20);
  return short.map((word) =>
    word
      .replace(/^(?:\.\/)+/, '')
      .replace(/[.:!?]+$/, '')
      .replace(/(?:#L|:)\d[\d:,L-]*$/, ''),
  );
}

function isPath(word: string, quoted: boolean): boolean {
  if (word.length > LONGEST || word.startsWith('@')) return false;
  if (!word.includes('/')) return quoted && TOP_FILE.test(word);
  const segments = word.replace(/\/$/, '').split('/');
  const [first = ''] = segments;
  if (HOST.test(first) || segments.includes('..') || !segments.every((one) => SEGMENT.test(one)))
    return false;
  if (EXTENSION.test(word)) return quoted || !/[*?]/.test(word);
  return quoted && (word.endsWith('/') || word.includes('*'));
}
