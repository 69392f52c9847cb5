/** A defect planted in the text of the program: each piece must be there exactly once. */
export interface SourceMutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const LANE = '/src/usecases/lane';
const WORK = '/src/usecases/work';
/** Stands for the SQL of `src/db`, which the simulation replaces. */
const STORE = '/test/sim/memory-store';

export const SOURCE_MUTANTS: readonly SourceMutant[] = [
  {
    name: 'candidate ref kept when ejecting',
    file: `${LANE}/eject-entry.ts`,
    find: 'const landed = await revokeCandidate(scene);',
    replace: 'const landed = null;',
  },
  {
    name: 'candidate ref kept when queued again',
    file: `${LANE}/requeue-entry.ts`,
    find: 'const landed = await revokeCandidate(scene);',
    replace: 'const landed = null;',
  },
  {
    name: 'candidate ref kept when landing',
    file: `${LANE}/land-candidate.ts`,
    find: '{ branch: candidateBranch(entry), before: candidate.sha, after: ZERO_SHA },',
    replace: '',
  },
  {
    name: 'candidate ref deleted before landed is recorded',
    file: `${LANE}/land-candidate.ts`,
    find: `const moved = await deps.github.updateRefs(project, [
    { branch: lane.branch, before: candidate.base, after: candidate.sha },
    { branch: candidateBranch(entry), before: candidate.sha, after: ZERO_SHA },
  ]);`,
    replace: `await deps.github.deleteBranch(project, candidateBranch(entry));
  const moved = await deps.github.updateRefs(project, [
    { branch: lane.branch, before: candidate.base, after: candidate.sha },
  ]);`,
  },
  {
    name: 'tree not read back',
    file: `${LANE}/land-candidate.ts`,
    find: 'const shown = target?.contains && (target.sha !== candidate.sha || target.tree === candidate.tree);',
    replace: 'const shown = true;',
  },
  {
    name: 'passes on the first of three jobs',
    file: '/src/core/judge-gates.ts',
    find: 'const bad = jobs.find(',
    replace: 'const bad = jobs.slice(0, 1).find(',
  },
  {
    name: 'neutral counts as pass',
    file: '/src/core/judge-gates.ts',
    find: "return conclusion === 'success' ||",
    replace: "return conclusion === 'success' || conclusion === 'neutral' ||",
  },
  {
    name: 'a forged check counts (a run from another branch)',
    file: '/src/core/judge-gates.ts',
    find: ' || run.branch !== proof.branch)',
    replace: ')',
  },
  {
    name: 'check by name only',
    file: '/src/core/judge-gates.ts',
    find: 'check.app === gate.app && ',
    replace: '',
  },
  {
    name: 'head gates instead of candidate gates',
    file: `${LANE}/step-lane.ts`,
    find: 'const inherits = candidate.inheritsHeadGates;',
    replace: 'const inherits = true;',
  },
  {
    name: 'lands what was only just built',
    file: `${LANE}/step-lane.ts`,
    find: 'if (inherits && sameRules && builtJustNow',
    replace: 'if (sameRules && builtJustNow',
  },
  {
    name: 'a test merge of the pull request counts for its head',
    file: '/src/core/judge-gates.ts',
    find: "proof.kind === 'entering_head' && run.event",
    replace: "proof.kind !== 'candidate' && run.event",
  },
  {
    name: 'adopts the tree of a head that is behind',
    file: `${LANE}/build-candidate.ts`,
    find: "const tested = step.do === 'build' && step.upToDate && ",
    replace: "const tested = step.do === 'build' && ",
  },
  {
    name: 'revalidation skipped',
    file: `${LANE}/step-lane.ts`,
    find: "return step.do === 'land' ? stepLanding(scene.entry, await lookAtEntry(scene)) : step;",
    replace: 'return step;',
  },
  {
    name: 'rights not asked for again',
    file: '/src/usecases/gather-preflight.ts',
    find: "resolveActor(deps, project, requester, 'fresh')",
    replace: 'resolveActor(deps, project, requester)',
  },
  {
    name: 'whoever asked needs no right any more',
    file: '/src/core/lane/next-step.ts',
    find: "if (!permitted) return eject('permission_lost', { by: entry.requester.login });",
    replace: '',
  },
  {
    name: 'other rules, same verdict',
    file: '/src/core/lane/next-step.ts',
    find: 'if (known.configBlob !== candidate.configBlob) return otherRules(entry, known);',
    replace: '',
  },
  {
    name: 'the wish to leave is not heard',
    file: '/src/core/lane/next-step.ts',
    find: "if (entry.leaving) return eject('dequeued', { by: entry.leaving.by });",
    replace: '',
  },
  {
    name: 'a hold is not heard',
    file: '/src/core/lane/next-step.ts',
    find: "if (entry.held || problems.some((problem) => problem.kind === 'held'))",
    replace: 'if (false)',
  },
  {
    name: 'a paused lane begins anew',
    file: '/src/core/lane/pick-entry.ts',
    find: '(lane.paused ? undefined : ',
    replace: '(',
  },
  {
    name: 'two builds at once',
    file: '/src/core/lane/pick-entry.ts',
    find: 'live.find(inFlight) ??',
    replace: '',
  },
  {
    name: 'a refused landing is recorded',
    file: `${LANE}/land-candidate.ts`,
    find: 'if (!moved.ok) {',
    replace: 'if (false) {',
  },
  {
    name: 'landing is not written down first',
    file: `${LANE}/land-candidate.ts`,
    find: "    await tx.entries.setState(entry.id, 'landing');\n",
    replace: '',
  },
  {
    name: 'candidate shown before it is written down',
    file: `${LANE}/build-candidate.ts`,
    find: 'await deps.store.inLane(hold, (tx) => tx.entries.saveCandidate(entry.id, candidate));',
    replace: '',
  },
  {
    name: 'an interrupted build is forgotten',
    file: `${LANE}/step-lane.ts`,
    find: "    case 'building':\n      return stepInterrupted();",
    replace: "    case 'building':\n      return { do: 'wait', ms: 60_000, why: 'nothing' };",
  },
  {
    name: 'a landing with an unknown answer is tried as new',
    file: `${LANE}/target-of-earlier-try.ts`,
    find: 'if (!entry.landing || !entry.candidate) return null;',
    replace: 'return null;',
  },
  {
    name: 'blind retry of a POST',
    file: `${WORK}/send-effects.ts`,
    find: 'lookFirst: attempts > 1',
    replace: 'lookFirst: false',
  },
  {
    name: 'sent before it is sent',
    file: `${WORK}/send-effects.ts`,
    find: 'await deps.store.outbox.sent(pending, await deps.github.perform(repo, effect, known));',
    replace: 'await deps.store.outbox.sent(pending, null); await deps.github.perform(repo, effect, known);',
  },
  {
    name: 'retry-after ignored',
    file: `${WORK}/send-effects.ts`,
    find: 'await deps.store.outbox.wait(repo.installationId, effect.kind, error.retryAfterMs);',
    replace: '',
  },
  {
    name: 'retry-after ignored (budget)',
    file: '/src/core/budget/ledger.ts',
    find: 'if (known.pausedUntil > now) {',
    replace: 'if (false) {',
  },
  {
    name: 'a minute is half as long (budget)',
    file: '/src/core/budget/window.ts',
    find: 'end + windowMs > now',
    replace: 'end + windowMs / 2 > now',
  },
  {
    name: 'unknown payload dropped',
    file: `${WORK}/drain-deliveries.ts`,
    find: 'await deps.store.inbox.fail(delivery, String(error), last ? null : retryDelay(attempts));',
    replace: 'await deps.store.inbox.settle(guid);',
  },
  {
    name: 'handled before it is handled',
    file: `${WORK}/drain-deliveries.ts`,
    find: '    await receiver.receive(delivery);\n    await deps.store.inbox.settle(guid);',
    replace: '    await deps.store.inbox.settle(guid);\n    await receiver.receive(delivery);',
  },
  {
    name: 'a command runs as often as it comes',
    file: '/src/usecases/commands/run-line.ts',
    find: 'if (await tx.commands.known(key.project, key.commentId, key.line)) return;',
    replace: '',
  },
  {
    name: 'a lapsed hold ends without a word',
    file: '/src/usecases/commands/claim.ts',
    find: 'if (lapsed) await endedBefore(tx, project, task, lapsed);',
    replace: '',
  },
  {
    name: 'a hold in the lane lapses',
    file: `${STORE}/protected-by-lane.ts`,
    find: '.some((row) => HOLDING.includes(row.state));',
    replace: '.some(() => false);',
  },
  {
    name: 'claim by read, then write',
    file: `${STORE}/assignments.ts`,
    find: 'const known = await lockActive(session, task);\n      const expiresAt',
    replace: 'const known = null as AssignmentRow | null;\n      const expiresAt',
  },
  {
    name: 'older snapshot overwrites newer',
    file: `${STORE}/pulls.ts`,
    find: 'if (before && before.updatedAt > snapshot.updatedAt) return { before, pull: before };',
    replace: '',
  },
];
