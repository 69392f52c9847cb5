import type { ProjectId, Sha } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import type { RepositoryConfig } from '../core/model/repository-config.ts';

/** Reads and writes of projects, inside one transaction. */
export interface ProjectRecords {
  upsert(
    project: Omit<Project, 'id' | 'config' | 'configBlob' | 'seenBlob' | 'configError'>,
  ): Promise<Project>;
  setState(id: ProjectId, state: Project['state']): Promise<void>;
  /** The valid configuration takes effect: epics, thresholds, agents and lanes follow it. */
  configure(id: ProjectId, config: RepositoryConfig, blob: Sha): Promise<void>;
  /** Which epics are kept waiting by which others, by their keys. */
  waitingEpics(id: ProjectId): Promise<readonly { readonly epic: string; readonly on: string }[]>;
  /** The newest file is invalid: remember why, keep the old one. */
  refuseConfig(id: ProjectId, error: string, blob: Sha | null): Promise<void>;
}
