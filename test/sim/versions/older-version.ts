import type { RepoEvent } from '../../../src/core/model/event.ts';
import type { Effect } from '../../../src/core/model/effect.ts';
import { err } from '../../../src/core/result.ts';
import type { Deps, GitHub, Store, Tx } from '../../../src/ports.ts';

/** A setting that came with the newest version. */
export const NEWEST_SETTING = '"newest":';
/** Effects that came with it. */
const UNKNOWN_EFFECTS: readonly Effect['kind'][] = ['reopen', 'dependency'];
/** Events that came with it, of what is looked at now and then as well. */
const UNKNOWN_EVENTS: readonly RepoEvent['kind'][] = ['review', 'check_suite', 'workflow_job'];

/**
 * The same program as it was one version before, on the same database: it says everything in other words, refuses a
 * setting, cannot send what it does not know, and takes no notice of some events.
 */
export function olderVersion(deps: Deps): Deps {
  return {
    ...deps,
    store: olderStore(deps.store),
    github: olderGitHub(deps.github),
    configReader: {
      parse: (text, branch) =>
        text.includes(NEWEST_SETTING) ? err(['newest: unknown key']) : deps.configReader.parse(text, branch),
    },
  };
}

export function isUnknown({ kind }: RepoEvent): boolean {
  return UNKNOWN_EVENTS.includes(kind);
}

function olderGitHub(github: GitHub): GitHub {
  return replacing(github, {
    as: (priority) => olderGitHub(github.as(priority)),
    perform: async (repo, effect, known) => {
      if (UNKNOWN_EFFECTS.includes(effect.kind)) throw new Error(`unknown: ${effect.kind}`);
      return github.perform(repo, effect, known);
    },
  });
}

function olderStore(store: Store): Store {
  return replacing(store, {
    transaction: (work) => store.transaction((tx) => work(olderTx(tx))),
    inLane: (hold, work) => store.inLane(hold, (tx) => work(olderTx(tx))),
  });
}

function olderTx(tx: Tx): Tx {
  const effects = replacing(tx.effects, { want: (effect) => tx.effects.want(inOtherWords(effect)) });
  return replacing(tx, { effects });
}

function inOtherWords(effect: Effect): Effect {
  if (effect.kind === 'check')
    return { ...effect, check: { ...effect.check, title: `${effect.check.title} (before)` } };
  if (effect.kind === 'comment' || effect.kind === 'sticky')
    return { ...effect, body: `${effect.body}\n\nAs it was said before.` };
  return effect;
}

/** The same but for some of its parts. What it is made of may be private, so its methods stay its own. */
function replacing<T extends object>(whole: T, parts: Partial<T>): T {
  return new Proxy(whole, {
    get(target, name) {
      const part: unknown = Reflect.get(parts, name) ?? Reflect.get(target, name);
      return typeof part === 'function' ? part.bind(target) : part;
    },
  });
}
