import { listed } from '../words/listed.ts';
import type { Diagnosis, Finding } from './diagnosis.ts';

/** What was found in several places of one repository (branches, files): the same finding is told once. */
export function gathered(
  repository: string,
  found: readonly { readonly place: string; readonly findings: readonly Finding[] }[],
): readonly Diagnosis[] {
  const groups = new Map<string, { readonly finding: Finding; readonly places: string[] }>();
  for (const { place, findings } of found) {
    for (const finding of findings) {
      const key = JSON.stringify([finding.code, finding.level, finding.what, finding.mend]);
      const group = groups.get(key) ?? { finding, places: [] };
      if (!group.places.includes(place)) group.places.push(place);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ finding, places }) => ({
    ...finding,
    where: `${repository}, ${listed(places, 8)}`,
  }));
}
