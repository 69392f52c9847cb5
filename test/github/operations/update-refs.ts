import { isAncestor } from '../git/graph.ts';
import type { Actor, RefChange, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { afterRefChanges } from './after-ref-changes.ts';
import { passes, rulesFor } from './rulesets.ts';
import { workflowsForbidden } from './workflows-forbidden.ts';

export interface RefUpdate {
  /** Full name, `refs/heads/x`. */
  readonly ref: string;
  /** The tip that must be there: `null` for none, `undefined` for no demand. */
  readonly before: string | null | undefined;
  /** `null` deletes. */
  readonly after: string | null;
  readonly force: boolean;
}

export type RefRefusal =
  | {
      readonly kind:
        'exists' | 'missing' | 'mismatch' | 'not-fast-forward' | 'no-object' | 'bad-name' | 'workflows';
      readonly ref: string;
    }
  | { readonly kind: 'protected'; readonly ref: string; readonly message: string };

/** Moves all refs or none, in one git transaction; answers why not. Then everything that follows from a push follows. */
export function updateRefs(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  updates: readonly RefUpdate[],
): Promise<RefRefusal | undefined> {
  return repo.git.exclusively(() => updateRefsHeld(twin, repo, actor, updates));
}

/** The same for a caller that already holds the repository's lock. */
export async function updateRefsHeld(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  updates: readonly RefUpdate[],
): Promise<RefRefusal | undefined> {
  const changes: RefChange[] = [];
  for (const update of updates) {
    const checked = await check(twin, repo, actor, update);
    if ('kind' in checked) return checked;
    changes.push(checked);
  }
  const moved = changes.filter((change) => change.before !== change.after);
  if (moved.length === 0) return undefined;
  if (!(await repo.git.refs.move(moved))) return { kind: 'bad-name', ref: moved[0]?.ref ?? '' };
  await afterRefChanges(twin, repo, actor, moved);
  return undefined;
}

async function check(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  update: RefUpdate,
): Promise<RefChange | RefRefusal> {
  const { ref, after } = update;
  const current = repo.refs.get(ref);
  if (!/^refs\/(heads|tags)\/./.test(ref) || /[\s~^:?*[\\\0]|\.\.|@\{|\/\/|\.lock$|\/$|\.$/.test(ref))
    return { kind: 'bad-name', ref };
  if (update.before === null && current !== undefined) return { kind: 'exists', ref };
  if (update.before === undefined && after === null && current === undefined) return { kind: 'missing', ref };
  if (typeof update.before === 'string' && current !== update.before) return { kind: 'mismatch', ref };
  const refusal = protectionOf(twin, repo, actor, { ref, before: current, after });
  if (refusal) return refusal;
  if (after === null) return { ref, before: current, after: undefined, forced: false };
  const commit = await repo.git.commit(after);
  if (!commit && !(ref.startsWith('refs/tags/') && (await repo.git.objects.read(after))))
    return { kind: 'no-object', ref };
  const forwards = current === undefined || (await isAncestor(repo.git, current, after));
  if (!forwards && !update.force) return { kind: 'not-fast-forward', ref };
  if (commit && (await workflowsForbidden(repo, actor, commit.sha))) return { kind: 'workflows', ref };
  return { ref, before: current, after, forced: !forwards };
}

const WORDS = { creation: 'create', deletion: 'delete', update: 'update' };

/** Whether a rule set by a test, or a ruleset, keeps this actor from touching the ref. */
export function protectionOf(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  { ref, before, after }: { ref: string; before: string | undefined; after: string | null },
): RefRefusal | undefined {
  const kind = before === undefined ? 'creation' : after === null ? 'deletion' : 'update';
  if (rulesFor(repo, ref).some(({ type, ruleset }) => type === kind && !passes(ruleset, actor)))
    return {
      kind: 'protected',
      ref,
      message: `Repository rule violations found\n\nCannot ${WORDS[kind]} this protected ref.\n\n`,
    };
  for (const rule of twin.knobState.protections) {
    const fits = rule.ref.endsWith('*')
      ? ref.startsWith(rule.ref.slice(0, -1))
      : rule.ref === ref || `refs/heads/${rule.ref}` === ref;
    if (rule.repo === repo.id && fits && !rule.except.includes(actor.user.login)) {
      return { kind: 'protected', ref, message: rule.message };
    }
  }
  return undefined;
}
