import { textOf } from './text-of.ts';

/** The status of what came before: of the needed jobs, or of the earlier steps. */
export type Status = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What an expression may look at: `github.ref`, `matrix.node`, `env.X`, `secrets.GITHUB_TOKEN`, ... */
export type Context = { readonly status: Status; readonly values: Readonly<Record<string, unknown>> };

/**
 * The value of one expression of a workflow, without its `${{ }}`: names, literals, `! && || == !=`, brackets
 * and the functions below. Anything else throws, because a condition that is guessed tests nothing.
 */
export function evaluate(source: string, context: Context): unknown {
  const tokens = source.match(TOKEN) ?? [];
  if (tokens.join('') !== source.replaceAll(SPACE_OUTSIDE_QUOTES, '$1')) throw unreadable(source);
  let next = 0;

  function either(): unknown {
    let value = both();
    while (take('||')) value = keep(value, both(), !truthy(value));
    return value;
  }
  function both(): unknown {
    let value = compared();
    while (take('&&')) value = keep(value, compared(), truthy(value));
    return value;
  }
  function compared(): unknown {
    const left = negated();
    if (take('==')) return same(left, negated());
    if (take('!=')) return !same(left, negated());
    return left;
  }
  function negated(): unknown {
    return take('!') ? !truthy(negated()) : primary();
  }
  function primary(): unknown {
    if (take('(')) return closed(either());
    const token = tokens[next++];
    if (token === undefined || !OPERAND.test(token)) throw unreadable(source);
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (take('(')) return call(token, args(), context);
    if (token in LITERALS) return LITERALS[token];
    return /^-?\d/.test(token) ? Number(token) : lookUp(token, context);
  }
  function args(): unknown[] {
    const values: unknown[] = [];
    while (!take(')')) {
      values.push(either());
      take(',');
      if (next >= tokens.length) throw unreadable(source);
    }
    return values;
  }
  function closed(value: unknown): unknown {
    if (!take(')')) throw unreadable(source);
    return value;
  }
  function take(token: string): boolean {
    if (tokens[next] !== token) return false;
    next += 1;
    return true;
  }

  const value = either();
  if (next < tokens.length) throw unreadable(source);
  return value;
}

const TOKEN = /'(?:[^']|'')*'|\|\||&&|==|!=|[!(),]|[\w.-]+/g;
const OPERAND = /^['\w-]/;
const SPACE_OUTSIDE_QUOTES = /('(?:[^']|'')*')|\s+/g;
const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

function call(name: string, args: readonly unknown[], { status }: Context): unknown {
  const [first, second] = args.map((value) => textOf(value).toLowerCase());
  switch (name) {
    case 'always':
      return true;
    case 'success':
    case 'failure':
    case 'cancelled':
      return status === name;
    case 'contains':
      return (first ?? '').includes(second ?? '');
    case 'startsWith':
      return (first ?? '').startsWith(second ?? '');
    case 'endsWith':
      return (first ?? '').endsWith(second ?? '');
    default:
      throw new Error(`the function ${name}() is not simulated`);
  }
}

function lookUp(path: string, { values }: Context): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return null;
    return Object.entries(value).find(([name]) => name === key)?.[1] ?? null;
  }, values);
}

/** GitHub compares words without regard to case. */
function same(left: unknown, right: unknown): boolean {
  return textOf(left).toLowerCase() === textOf(right).toLowerCase();
}

function truthy(value: unknown): boolean {
  return Boolean(value);
}

function keep(left: unknown, right: unknown, takeRight: boolean): unknown {
  return takeRight ? right : left;
}

function unreadable(source: string): Error {
  return new Error(`the expression ${source.trim()} is not simulated`);
}
