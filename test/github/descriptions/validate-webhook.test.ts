import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { validateWebhook } from './validate-webhook.ts';

type Payload = { readonly [field: string]: unknown };
type Example = { readonly name: string; readonly examples: readonly Payload[] };

const source = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
const recorded: readonly Example[] = JSON.parse(readFileSync(source, 'utf8'));

/** A recorded delivery of GitHub that the description accepts. */
function delivery(event: string, action?: string): Payload {
  const payloads = recorded.find(({ name }) => name === event)?.examples ?? [];
  const fitting = payloads.find(
    (payload) => payload.action === action && validateWebhook(event, payload).length === 0,
  );
  if (!fitting) throw new Error(`no recorded ${event} ${action ?? ''} fits`);
  return fitting;
}

function without(value: unknown, field: string): Payload {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => name !== field));
}

const EVENTS = [
  ['issues', 'opened', 'issue'],
  ['issue_comment', 'created', 'comment'],
  ['pull_request', 'opened', 'pull_request'],
  ['check_run', 'completed', 'check_run'],
  ['check_suite', 'completed', 'check_suite'],
  ['workflow_job', 'completed', 'workflow_job'],
  ['workflow_run', 'requested', 'workflow_run'],
] as const;

// Compiling descriptions takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe("GitHub's webhook description", () => {
  it.each(EVENTS)('accepts a recorded %s %s, and misses a field of its %s', (event, action, field) => {
    const payload = delivery(event, action);
    const rest = without(payload[field], 'id');

    expect(validateWebhook(event, payload)).toEqual([]);
    expect(validateWebhook(event, { ...payload, [field]: rest })).toContainEqual({
      path: `/${field}`,
      message: "must have required property 'id'",
    });
    expect(validateWebhook(event, { ...payload, [field]: { ...rest, id: 'one' } })).toContainEqual({
      path: `/${field}/id`,
      message: 'must be integer',
    });
  });

  it('knows an event without actions, and misses its sender’s login', () => {
    const payload = delivery('create');
    const sender = without(payload.sender, 'login');
    expect(validateWebhook('create', { ...payload, sender })).toEqual([
      { path: '/sender', message: "must have required property 'login'" },
    ]);
  });

  it('knows the newer events for dependencies and sub-issues', () => {
    for (const [event, action, missing] of [
      ['issue_dependencies', 'blocked_by_added', "must have required property 'blocked_issue'"],
      ['sub_issues', 'sub_issue_added', "must have required property 'sub_issue'"],
    ] as const) {
      expect(validateWebhook(event, { action }).map(({ message }) => message)).toContain(missing);
    }
  });

  it('reports an event and an action that GitHub does not send', () => {
    expect(validateWebhook('issues', { action: 'exploded' })).toEqual([
      { path: '/', message: 'GitHub sends no issues.exploded' },
    ]);
    expect(validateWebhook('nothing', {})).toEqual([{ path: '/', message: 'GitHub sends no nothing' }]);
  });
});
