import type { EntryId } from '../../../src/core/model/ids.ts';
import type { RefUpdate, SyncWanted } from '../../../src/ports.ts';
import type { PullFacts, SyncFacts } from '../../../src/core/model/pull.ts';
import type { EntryRow, ProjectRow, PullRow } from '../memory-store/rows.ts';
import { EPICS } from '../sim-config.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

interface Look {
  readonly facts: PullFacts;
  readonly fence: number;
}

/**
 * Of I1: whoever moves a target has read the pull request afresh under the very same hold, what it read allowed the
 * landing, and it asked for the rights of a person who wanted it.
 */
export function lookedAgain(world: World): Invariant {
  const { database } = world;
  const looks = new Map<string, Look>();
  const syncs = new Map<string, { readonly facts: SyncFacts; readonly fence: number }>();
  const asked = new Map<string, { readonly fence: number; readonly permission: string }>();
  /** As it was known when its landing was begun: what is heard later is too late. */
  const begun = new Map<EntryId, PullRow>();
  /** By each file that was refused, the rules that stayed in effect. */
  const refused = new Map<string | null, Set<string | null>>();
  const targets = new Set<string>(EPICS.map(({ branch }) => branch));

  const fenceOf = (branch: string) =>
    [...database.tables.lanes.rows.values()].find((row) => row.branch === branch)?.fence ?? 0;

  /** A sync: both branches were seen under the same hold, and the target was where it moves from. */
  function syncLooked(name: string, branch: string, entry: EntryRow, move: RefUpdate): void {
    const told = `sync ${entry.id} of ${entry.sync?.from} is to land on ${branch}`;
    const look = syncs.get(`${name} ${branch} ${entry.sync?.from}`);
    if (!look || look.fence !== fenceOf(branch))
      return world.fail('I1', `${told} without another look under the same hold`);
    const { target, candidate, source, configBlob } = look.facts;
    if (candidate !== move.after || target?.sha !== move.before || source === null)
      return world.fail('I1', `${told} though its refs were seen elsewhere`);
    if (entry.candidate?.inheritsHeadGates) return world.fail('I1', `${told} without gates of its own`);
    if (!isJudgedBy(entry, configBlob)) world.fail('I1', `${told} judged by other rules than those it saw`);
  }

  /** By the file it saw, or, where that one was refused, by the rules that stayed. */
  function isJudgedBy({ candidate }: EntryRow, seen: string | null): boolean {
    const rules = candidate?.configBlob ?? null;
    return rules === seen || refused.get(seen)?.has(rules) === true;
  }

  function noteRefused(project: ProjectRow | null): void {
    if (!project || project.configError === null) return;
    const kept = refused.get(project.seenBlob) ?? new Set();
    refused.set(project.seenBlob, kept.add(project.configBlob));
  }

  return {
    onCommit(changes) {
      for (const { table, before, after } of changes) {
        if (table === 'projects') noteRefused(after as ProjectRow | null);
        const entry = after as EntryRow | null;
        if (table !== 'entries' || entry?.state !== 'landing') continue;
        if ((before as EntryRow | null)?.state === 'landing') continue;
        const lane = database.tables.lanes.rows.get(String(entry.laneId));
        if (entry.held || entry.leavingBy !== null || lane?.paused)
          world.fail(
            'I1',
            `the landing of entry ${entry.id} begins though somebody was told that it does not`,
          );
        const pull = [...database.tables.pulls.rows.values()].find(({ id }) => id === entry.pullId);
        if (pull) begun.set(entry.id, pull);
      }
    },
    onCall({ name }, method, args, answer) {
      if (method === 'syncFacts') {
        const { source, target, candidateBranch } = args[1] as SyncWanted;
        if (candidateBranch !== undefined)
          syncs.set(`${name} ${target} ${source}`, { facts: answer as SyncFacts, fence: fenceOf(target) });
      }
      if (method === 'pullFacts' && answer !== null) {
        const { target, candidateBranch } = args[2] as { target: string; candidateBranch?: string };
        // Other work of the same program looks at heads, without asking for a candidate.
        if (candidateBranch === undefined) return;
        looks.set(`${name} ${String(args[1])} ${target}`, {
          facts: answer as PullFacts,
          fence: fenceOf(target),
        });
      }
      if (method === 'permission' && args[2] === 'fresh') {
        const { id } = args[1] as { id: number };
        for (const branch of targets)
          asked.set(`${name} ${id} ${branch}`, { fence: fenceOf(branch), permission: String(answer) });
      }
    },
    onSent(runner, method, args) {
      if (method !== 'updateRefs') return;
      const move = (args[1] as readonly RefUpdate[]).find(({ branch }) => targets.has(branch));
      if (!move) return;
      const { branch, before, after } = move;
      const entry = [...database.tables.entries.rows.values()].find((row) => row.candidate?.sha === after);
      if (entry?.sync) return syncLooked(runner.name, branch, entry, move);
      const pull = entry && begun.get(entry.id);
      if (!pull) return;
      const look = looks.get(`${runner.name} ${pull.number} ${branch}`);
      const told = `entry ${entry.id} (#${pull.number}) is to land on ${branch}`;
      if (!look || look.fence !== fenceOf(branch))
        return world.fail('I1', `${told} without another look under the same hold`);
      const { candidate, target } = look.facts;
      // A read may be behind what a webhook told before.
      const seen = pull.updatedAt > look.facts.pull.updatedAt ? pull : look.facts.pull;
      if (seen.state !== 'open' || seen.draft || seen.head !== entry.head || seen.baseRef !== branch)
        return world.fail(
          'I1',
          `${told} though it was seen ${seen.state} ${seen.draft ? 'draft' : ''} ${seen.head}`,
        );
      if (candidate !== after || target?.sha !== before)
        return world.fail('I1', `${told} though its refs were seen elsewhere`);
      if (look.facts.reviews.some((review) => review.state === 'changes_requested'))
        return world.fail('I1', `${told} though changes were requested`);
      if (!isJudgedBy(entry, look.facts.configBlob))
        return world.fail('I1', `${told} judged by other rules than those it saw`);
      if (entry.requester.isBot) return;
      const rights = asked.get(`${runner.name} ${entry.requester.id} ${branch}`);
      if (!rights || rights.fence !== fenceOf(branch))
        return world.fail('I1', `${told} without asking for the rights of ${entry.requester.login}`);
      // Every author is a bot, and who asks for somebody else's needs more than to write.
      if (!['admin', 'maintain'].includes(rights.permission))
        world.fail('I1', `${told} though ${entry.requester.login} may only ${rights.permission}`);
    },
  };
}
