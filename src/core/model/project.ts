import type { RepositoryConfig } from './repository-config.ts';
import type { ProjectId, Sha } from './ids.ts';

/** Where a repository is on GitHub, and through which installation we may speak to it. */
export interface RepoRef {
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
}

/** A repository in which the App is installed. A `suspended`, `removed` or `archived` project is left alone. */
export interface Project extends RepoRef {
  readonly id: ProjectId;
  /** GitHub's numeric repository id: survives renames and transfers. */
  readonly repoId: number;
  readonly defaultBranch: string;
  readonly state: 'active' | 'suspended' | 'removed' | 'archived';
  /** The last valid `.github/flotilla.yml`; null until there was one. */
  readonly config: RepositoryConfig | null;
  /** Blob id of the file that `config` came from. */
  readonly configBlob: Sha | null;
  /** Blob id of the newest file that was looked at, valid or not; null: none, or no file. */
  readonly seenBlob: Sha | null;
  /** Why the newest file does not take effect, one problem per line; null when it does. */
  readonly configError: string | null;
}
