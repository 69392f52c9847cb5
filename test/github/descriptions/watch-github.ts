import { isSchema } from './json-schema.ts';
import type { Problem } from './problem.ts';
import { validateAnswer } from './validate-answer.ts';
import { validateWebhook } from './validate-webhook.ts';

type Answer = {
  readonly method: string;
  readonly routeTemplate: string;
  readonly status: number;
  readonly body: unknown;
};

/** What is needed of the simulated GitHub: both listeners may answer a function that detaches them. */
export type Watchable = {
  /** Everything that was asked; an empty `route` is an operation that is not simulated. */
  readonly requests?: readonly { readonly method: string; readonly path: string; readonly route: string }[];
  onAnswer(listener: (answer: Answer) => void): unknown;
  onWebhook(listener: (name: string, payload: unknown) => void): unknown;
};

/** `subject` is the operation with its status, or the webhook with its action. */
export type Violation = { readonly subject: string; readonly problems: readonly Problem[] };

export type GitHubWatch = {
  /** Answers and webhooks seen so far, so that a test can show that it watched something. */
  seen(): number;
  violations(): readonly Violation[];
  /** Throws one readable list of everything that GitHub would not have said. */
  expectNone(): void;
};

/** Paths of GitHub's website and GraphQL, which the REST description does not cover. */
const OUTSIDE = ['/graphql', '/login/'];

/**
 * Holds everything that a simulated GitHub answers and sends to GitHub's own descriptions. Nothing is compiled
 * until somebody asks, so that watching does not slow the flow that is watched.
 */
export function watchGitHub(github: Watchable): GitHubWatch {
  const waiting: (() => Violation)[] = [];
  const checked: Violation[] = [];
  let seen = 0;
  github.onAnswer((answer) => {
    if (OUTSIDE.some((path) => answer.routeTemplate.startsWith(path))) return;
    seen += 1;
    waiting.push(() => checkAnswer(answer));
  });
  github.onWebhook((name, payload) => {
    seen += 1;
    waiting.push(() => checkWebhook(name, payload));
  });
  function unanswered(): readonly Violation[] {
    const lost = (github.requests ?? []).filter(({ route }) => route === '');
    const problems = [{ path: '/', message: 'is not simulated' }];
    return lost.map(({ method, path }) => ({ subject: `${method} ${path}`, problems }));
  }
  function violations(): readonly Violation[] {
    checked.push(
      ...waiting
        .splice(0)
        .map((check) => check())
        .filter(({ problems }) => problems.length > 0),
    );
    return [...checked, ...unanswered()];
  }
  return {
    seen: () => seen,
    violations,
    expectNone() {
      const found = violations();
      if (found.length > 0) throw new Error(`GitHub would not have said this:\n${listed(found)}`);
    },
  };
}

function checkAnswer({ method, routeTemplate, status, body }: Answer): Violation {
  const subject = `${method} ${routeTemplate} ${status}`;
  return { subject, problems: validateAnswer(method, routeTemplate, status, body) };
}

function checkWebhook(name: string, payload: unknown): Violation {
  const action = isSchema(payload) ? payload.action : undefined;
  return {
    subject: `webhook ${[name, action].filter(Boolean).join('.')}`,
    problems: validateWebhook(name, payload),
  };
}

/** One line per different problem with its count: a wrong field is wrong in every answer that has it. */
function listed(violations: readonly Violation[]): string {
  const counts = new Map<string, number>();
  for (const { subject, problems } of violations) {
    for (const { path, message } of problems) {
      const line = `  ${subject}: ${path.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${message}`;
      counts.set(line, (counts.get(line) ?? 0) + 1);
    }
  }
  return [...counts].map(([line, count]) => (count > 1 ? `${line} (${count} times)` : line)).join('\n');
}
