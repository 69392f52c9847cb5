import { z } from 'zod';
import type { WantedRights } from '../core/doctor/facts.ts';
import { readYaml } from './read-yaml.ts';

const shape = z.object({
  default_permissions: z.record(z.string(), z.string()),
  default_events: z.array(z.string()),
});

/** What `app.yml`, from which Apps are made, asks for. It is part of the program, so a broken one is a bug. */
export function readManifest(text: string): WantedRights {
  const file = readYaml(text);
  if (!file.ok) throw new Error('app.yml is no YAML');
  const { default_permissions: permissions, default_events: events } = shape.parse(file.value.value);
  return { permissions, events };
}
