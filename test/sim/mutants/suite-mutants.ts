import type { SourceMutant } from './source-mutants.ts';

/** A defect in an adapter that a simulation replaces, or that one seed in hundreds sees, with the test that is to find it. */
export interface SuiteMutant extends SourceMutant {
  readonly test: string;
}

export const SUITE_MUTANTS: readonly SuiteMutant[] = [
  {
    name: 'ack before storing (HTTP)',
    file: '/src/http/webhook-routes.ts',
    find: 'await receive({ guid,',
    replace: 'void receive({ guid,',
    test: 'test/unit/http-webhook.test.ts',
  },
  {
    name: 'any signature will do',
    file: '/src/http/verify-signature.ts',
    find: 'if (timingSafeEqual(expected, given)) verified = true;',
    replace: 'if (expected.length === given.length) verified = true;',
    test: 'test/unit/http-webhook.test.ts',
  },
  {
    name: 'a body of any size is read',
    file: '/src/http/webhook-routes.ts',
    find: 'bodyLimit: MAX_BODY_BYTES,',
    replace: 'bodyLimit: 40 * MAX_BODY_BYTES,',
    test: 'test/unit/http-webhook.test.ts',
  },
  {
    name: 'blind retry of a POST (client)',
    file: '/src/github/guard-requests.ts',
    find: ' && isRead(options) && isTransient(thrown)',
    replace: ' && isTransient(thrown)',
    test: 'test/unit/github/errors.test.ts',
  },
  {
    name: 'retry-after ignored (client)',
    file: '/src/github/guard-requests.ts',
    find: 'if (error instanceof GitHubBusy) await pauseAll(guard, error.retryAfterMs);',
    replace: '',
    test: 'test/unit/github/budget.test.ts',
  },
  {
    name: 'permission cached for ever (client)',
    file: '/src/github/create-permission.ts',
    find: 'if (fresh === undefined && known && now - known.at < KEPT_MS) return known.permission;',
    replace: 'if (known) return known.permission;',
    test: 'test/unit/github/reads.test.ts',
  },
  {
    name: 'posts again without looking (client)',
    file: '/src/github/comments.ts',
    find: '  const sent = lookFirst ? await findOwn(context, repo, wanted) : null;\n  return sent?.id',
    replace: '  const sent = lookFirst ? null : await findOwn(context, repo, wanted);\n  return sent?.id',
    test: 'test/unit/github/effects.test.ts',
  },
  {
    name: 'something newer is sent before what was tried can be seen (PostgreSQL)',
    file: '/src/db/effects.ts',
    find: ' and effect_makes_new(known)',
    replace: ' and false',
    test: 'test/db/outbox.test.ts',
  },
  {
    name: 'a landing begins whatever was said since the look',
    file: '/src/usecases/lane/land-candidate.ts',
    find: 'if (!known || known.held || known.leaving) return false;',
    replace: '',
    test: 'test/flows/late-word.test.ts',
  },
  {
    name: 'a merged pull request opens again (PostgreSQL)',
    file: '/src/db/pulls.ts',
    find: "case when state = 'merged' then 'merged' else $5::text end",
    replace: '$5::text',
    test: 'test/db/pulls.test.ts',
  },
  {
    name: 'a draft is judged as any other',
    file: '/src/core/preflight.ts',
    find: "if (pull.draft) problems.push({ kind: 'draft' });",
    replace: '',
    test: 'test/flows/ejections.test.ts',
  },
  {
    name: 'a copied marker counts',
    file: '/src/github/comments.ts',
    find: '.filter((comment) => comment.performed_via_github_app?.id === context.appId)',
    replace: '.filter(() => true)',
    test: 'test/unit/github/effects.test.ts',
  },
  {
    name: 'edited comment runs',
    file: '/src/core/upkeep/polled-comment.ts',
    find: 'return +createdAt !== +updatedAt;',
    replace: 'return +createdAt > +updatedAt;',
    test: 'src/core/upkeep/polled-comment.test.ts',
  },
  {
    name: 'a delivery that GitHub calls delivered is not missed',
    file: '/src/core/upkeep/delivery-scan.ts',
    find: 'if (!held.has(attempt.guid) && (',
    replace: "if (attempt.status !== 'OK' && !held.has(attempt.guid) && (",
    test: 'src/core/upkeep/delivery-scan.test.ts',
  },
  // Runs of the simulated workflow show their jobs all at once, at their end.
  {
    name: 'a run that goes on counts',
    file: '/src/core/judge-gates.ts',
    find: 'if (!run.completed)',
    replace: 'if (false)',
    test: 'src/core/judge-gates.test.ts',
  },
  {
    name: 'a run without the job counts',
    file: '/src/core/judge-gates.ts',
    find: 'if (jobs.length === 0) {',
    replace: 'if (false) {',
    test: 'src/core/judge-gates.test.ts',
  },
  {
    name: 'a replica that is behind decides about an issue',
    file: '/src/usecases/events/issue-changed.ts',
    find: 'if (shown && (shown.updatedAt < issue.updatedAt || (task && shown.updatedAt < task.snapshotAt)))',
    replace: 'if (false)',
    test: 'test/unit/sim/replica-behind.test.ts',
  },
  {
    name: 'no GUID key (SQL)',
    file: '/src/db/deliveries.ts',
    find: "           where deliveries.state = 'dead'`,",
    replace: '           where true`,',
    test: 'test/db/inbox.test.ts',
  },
  {
    name: 'terminal state regresses (SQL)',
    file: '/src/db/entry-transitions.ts',
    find: "where id = $1::bigint and state in ('queued', 'building', 'testing', 'landing')`",
    replace: 'where id = $1::bigint`',
    test: 'test/db/entries.test.ts',
  },
  {
    name: 'fence unchecked (SQL)',
    file: '/src/db/lane-holds.ts',
    find: `holder = $3::uuid and held_until > clock_timestamp()
        for no key update`,
    replace: `(holder = $3::uuid or true) and (fence = $2::bigint or true)
        for no key update`,
    test: 'test/db/lanes.test.ts',
  },
  {
    name: 'every claimer wins (SQL)',
    file: '/src/db/claim-task.ts',
    find: 's.agent_id = $2::bigint as won',
    replace: '(s.agent_id = $2::bigint or true) as won',
    test: 'test/db/claims.test.ts',
  },
  {
    name: 'older snapshot overwrites newer (SQL)',
    file: '/src/db/pulls.ts',
    find: ' and snapshot_at <= $14::timestamptz',
    replace: ' and $14::timestamptz is not null',
    test: 'test/db/pulls.test.ts',
  },
  {
    name: 'the tree of a head that a stale read still shows',
    file: '/src/usecases/lane/look-at-entry.ts',
    find: 'const upToDate = facts.upToDate && facts.pull.head === pull.head;',
    replace: 'const { upToDate } = facts;',
    test: 'test/flows/ejections.test.ts',
  },
];
