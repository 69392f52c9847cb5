/** A name (branch, path, job) as inline code: the fence is longer than any run of backticks inside. */
export function codeSpan(text: string, max = 200): string {
  const line = text.replace(/[\p{Cc}\s\u2028\u2029]+/gu, ' ').trim();
  const short = line.length > max ? `${line.slice(0, max - 1)}…` : line;
  if (short === '') return '(empty)';
  const longest = Math.max(0, ...(short.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${short}${pad}${fence}`;
}
