import type { Sha } from '../../core/model/ids.ts';
import type { Project } from '../../core/model/project.ts';
import { syncConfig } from '../sync-config.ts';
import type { LaneScene } from './lane-scene.ts';

/** The project by the rules of `blob`. One replica may be behind the other: what may be the older rules decide nothing. */
export async function underOneConfig({ deps, project }: LaneScene, blob: Sha | null): Promise<Project> {
  const current = blob === project.seenBlob ? project : await syncConfig(deps, project);
  if (current.seenBlob !== blob) throw new Error('GitHub shows two configurations at once');
  return current;
}
