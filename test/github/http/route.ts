import type { Actor, Issue, Level, Pull, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { invalid, notFound } from './http-error.ts';

/** One request on its way through a route, with the acting account already known and allowed. */
export interface Call {
  readonly twin: Twin;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly repo: Repository;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A list: the server cuts the page, writes the Link header, and renders only what is on the page. */
  readonly list?: {
    readonly items: readonly unknown[];
    readonly render: (item: never) => unknown;
    readonly wrap?: (page: unknown[], total: number) => unknown;
  };
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly template: string;
  /**
   * `jwt`: the App itself; `installation`: an installation token; `none`: whoever asks; otherwise any token, and none
   * for public reads.
   */
  readonly auth?: 'jwt' | 'installation' | 'none';
  /** What an installation needs, e.g. `issues:write`; several names mean any of them. */
  readonly permission?: readonly `${string}:${'read' | 'write'}`[];
  /** What a person needs. */
  readonly level?: Level;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

export function list<T>(
  items: readonly T[],
  render: (item: T) => unknown,
  wrap?: (page: unknown[], total: number) => unknown,
): Answer {
  return {
    status: 200,
    list: { items, render, ...(wrap ? { wrap } : {}) },
  };
}

export function issueOf(call: Call): Issue {
  const issue = call.repo.issues.get(Number(call.params.issue_number ?? call.params.pull_number));
  if (!issue) throw notFound();
  return issue;
}

export function pullOf(call: Call): Pull {
  const { pull } = issueOf(call);
  if (!pull) throw notFound();
  return pull;
}

/** A text of the body, or 422 naming the field. */
export function textOf(call: Call, field: string, resource: string): string {
  const value = call.body[field];
  if (typeof value !== 'string' || value === '') throw invalid(resource, field, 'missing_field');
  return value;
}

export function optionalText(call: Call, field: string): string | undefined {
  const value = call.body[field];
  return typeof value === 'string' ? value : undefined;
}

/** Names given as strings or as objects with a name. */
export function namesOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one === 'string') return [one];
    if (typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string')
      return [one.name];
    return [];
  });
}
