import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { importsOf } from './imports-of.ts';
import { libraries } from './libraries.ts';
import { maskCode, type MaskedCode } from './mask-code.ts';

export interface SourceFile {
  /** With slashes, from the src folder: `core/claim.ts` */
  readonly path: string;
  readonly text: string;
}

/** What breaks the rules of the layers, as sentences. Tests beside the code may import what they like. */
export function architectureProblems(files: readonly SourceFile[]): readonly string[] {
  return files.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(problemsOf);
}

function problemsOf({ path, text }: SourceFile): readonly string[] {
  const masked = maskCode(text);
  const imports = importsOf(masked).flatMap(({ from }) => importProblem(path, from) ?? []);
  return [...imports, ...wholeImports(masked), ...wordProblems(path, masked.code)].map(
    (problem) => `${path} ${problem}`,
  );
}

/** `exec` could be reached through such a name without being named here. */
function wholeImports({ code, texts }: MaskedCode): readonly string[] {
  return [...code.matchAll(/\bimport\s+(?:\*\s*as\s+)?\w+\s+from\s*"(\d+)"/g)]
    .map(({ 1: index }) => texts[Number(index)] ?? '')
    .filter((name) => /^(node:)?child_process$/.test(name))
    .map((name) => `imports all of ${name} at once: name what is used`);
}

/** Where a file is at home: its folder, or itself when it lies at the root. Parts of `ports.ts` and `app.ts` are at home there. */
function homeOf(path: string): string {
  const [first = path] = path.split('/');
  return first === 'ports' || first === 'app' ? `${first}.ts` : first;
}

/** Probot has set-up pages and exports no way to them, so they are found by path. */
const COMPUTED = new Set(['github/run-setup.ts']);

function importProblem(path: string, from: string | null): string | null {
  const home = homeOf(path);
  if (from === null)
    return COMPUTED.has(path) || home === 'embedded' ? null : 'imports something computed at run time';
  return from.startsWith('.')
    ? neighbourProblem(home, posix.join(posix.dirname(path), from))
    : packageProblem(home, from);
}

function neighbourProblem(home: string, target: string): string | null {
  const there = homeOf(target);
  if (there === '..') return `imports ${target}, which lies outside of src`;
  if (there === home && home !== target) return null;
  if (there === 'main.ts') return 'imports main.ts, which only starts things';
  if (there === 'app.ts') return home === 'main.ts' ? null : `imports ${target}, which only main.ts may`;
  if (home === 'app.ts' || home === 'main.ts') return null;
  if (there === 'core') return null;
  // It knows no more of the server than a stranger's program would.
  if (there === 'client' && (home === 'cli' || home === 'web')) return null;
  if (home === 'core') return `imports ${target}: core imports only itself`;
  if (home === 'ports.ts') return `imports ${target}: ports.ts imports only core`;
  if (there === 'ports.ts') return null;
  return `imports ${target}: only app.ts puts together what is not core or ports.ts`;
}

function packageProblem(home: string, name: string): string | null {
  if (home === 'core' || home === 'usecases' || home === 'ports.ts')
    return `imports ${name}: ${home} uses no library`;
  if (/^(node:)?process$/.test(name))
    return home === 'main.ts' ? null : `imports ${name}, which only main.ts may`;
  if (/^(node:)?vm$/.test(name)) return `imports ${name}: no text is run`;
  if (isBuiltin(name)) return null;
  const owned = libraries.find(([packages]) => packages.test(packageOf(name)));
  if (!owned) return `imports ${name}, which no folder owns: name its owner in the table of libraries`;
  return owned[1].includes(home) ? null : `imports ${name}, which belongs to ${owned[1].join(' and ')}`;
}

/** `@scope/name/deep` and `name/deep` without what is deep. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

const impure: readonly (readonly [word: string, pattern: RegExp])[] = [
  ['await', /(?<![.\w$])await\b/],
  ['async', /(?<![.\w$])async\s*(?:function|\(|\*|\w+\s*(?:\(|=>))/],
  ['Date.now', /\bDate\s*\.\s*now\b/],
  ['new Date()', /\bnew\s+Date\s*(?:\(\s*\)|(?!\s*\())/],
  ['Date()', /(?<!new\s+)(?<![.\w$])Date\s*\(/],
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['timers', /(?<![.\w$])(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/],
  [
    'the world',
    /(?<![.\w$])(?:process|console|crypto|performance|globalThis)\s*(?:\.|\[|\?\.)|(?<![.\w$])fetch\s*\(/,
  ],
];

/** What people write must never be run: programs are started with a list of arguments, and no text becomes code. */
const evaluated: readonly (readonly [word: string, pattern: RegExp])[] = [
  ['a shell', /\bshell\s*:(?!\s*false\b)|(?<![.\w$])exec(?:Sync)?\s*\(|\bexec(?:Sync)?\s*(?:[,}]|as\b)/],
  ['eval', /(?<![.\w$])eval\s*\(|\bnew\s+Function\b|(?<![.\w$])Function\s*\(/],
];

function wordProblems(path: string, code: string): readonly string[] {
  const home = homeOf(path);
  const found: string[] = [];
  for (const [word, pattern] of evaluated) if (pattern.test(code)) found.push(`uses ${word}: no text is run`);
  if (home === 'core') {
    for (const [word, pattern] of impure) if (pattern.test(code)) found.push(`uses ${word}: core is pure`);
  }
  if (
    home !== 'main.ts' &&
    home !== 'core' &&
    /(?<![.\w$])process\s*(?:\?\.|\.)?\s*(?:env\b|\[)/.test(code)
  ) {
    found.push('reads process.env, which only main.ts may');
  }
  return found;
}
