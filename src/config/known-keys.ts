import { COMMAND_NAMES } from '../core/model/command-name.ts';

const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['version', 'epics', 'gates', 'merge', 'agents', 'claims', 'commands'],
  epics: ['key', 'title', 'branch', 'label', 'milestone', 'after', 'sync'],
  'epics.after': ['epic', 'percent'],
  gates: ['name', 'workflow', 'job', 'app', 'check', 'evidence', 'skipped'],
  merge: ['auto', 'timeout', 'retries', 'protect', 'allowForks'],
  agents: ['id', 'login', 'name', 'role', 'maxClaims'],
  claims: ['lease', 'warn'],
  commands: COMMAND_NAMES,
};

/** The names that may stand at a path of `.github/flotilla.yml`, for "did you mean". */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  return KEYS[path.filter((step) => typeof step === 'string').join('.')] ?? [];
}
