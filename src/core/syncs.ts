import type { EpicConfig, RepositoryConfig } from './model/repository-config.ts';

/** A branch whose code an epic takes in. `epic`: its key, where it is an epic's; null: the default branch. */
export interface SyncSource {
  readonly branch: string;
  readonly epic: string | null;
}

/** Where the code comes from that the epic of `branch` takes in. */
export function sourcesOf(
  config: RepositoryConfig,
  defaultBranch: string,
  branch: string,
): readonly SyncSource[] {
  const epic = config.epics.find((one) => one.branch === branch);
  return (epic?.sync ?? []).flatMap((name): SyncSource[] => {
    const source = config.epics.find(({ key }) => key === name);
    if (source) return [{ branch: source.branch, epic: source.key }];
    return name === defaultBranch ? [{ branch: defaultBranch, epic: null }] : [];
  });
}

/**
 * The epics that are to have what is on `source` by now. One that waits for the source's percentage has no use for its
 * code before; `waiting`: which epics still wait for which.
 */
export function takersOf(
  config: RepositoryConfig,
  defaultBranch: string,
  source: string,
  waiting: readonly { readonly epic: string; readonly on: string }[],
): readonly EpicConfig[] {
  return config.epics.filter((taker) =>
    sourcesOf(config, defaultBranch, taker.branch).some(
      ({ branch, epic }) =>
        branch === source && !waiting.some((one) => one.epic === taker.key && one.on === epic),
    ),
  );
}
