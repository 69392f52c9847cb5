import type { Entry, Lane } from '../../core/model/lane.ts';
import type { Project } from '../../core/model/project.ts';
import type { RepositoryConfig } from '../../core/model/repository-config.ts';
import type { Deps, LaneHold } from '../../ports.ts';

/** What one step of a lane works on. The hold is the proof that nobody else does. */
export interface LaneScene {
  /** `github` renews the hold before every call, so a step that lost its lane stops before it touches anything. */
  readonly deps: Deps;
  readonly hold: LaneHold;
  readonly project: Project & { readonly config: RepositoryConfig };
  readonly lane: Lane;
  readonly entry: Entry;
}
