import type { GateConfig, RepositoryConfig } from '../core/model/repository-config.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ConfigReader } from '../ports.ts';
import { configurationSchema, type Configuration } from './configuration-schema.ts';
import { crossChecks, type ConfigurationProblem } from './cross-checks.ts';
import { knownKeys } from './known-keys.ts';
import { readYaml, type Place, type YamlFile } from './read-yaml.ts';
import { syncChecks } from './sync-checks.ts';
import { schemaProblems } from './schema-problems.ts';

const MAX_BYTES = 64 * 1024;

/** Reads `.github/flotilla.yml`. An invalid file is answered with all of its problems, in the order of the file. */
export const repositoryConfig: ConfigReader = { parse };

function parse(text: string, defaultBranch?: string): Result<RepositoryConfig, readonly string[]> {
  if (Buffer.byteLength(text) > MAX_BYTES)
    return err([sentence({ line: 1, column: 1 }, 'the file is larger than 64 kB')]);
  const file = readYaml(text);
  if (!file.ok) return err(file.error.map(({ place, message }) => sentence(place, message)));
  // An empty file is valid YAML and says nothing.
  const parsed = configurationSchema.safeParse(file.value.value ?? {}, { reportInput: true });
  if (!parsed.success) return err(sentences(file.value, schemaProblems(parsed.error.issues, knownKeys)));
  const problems = [...crossChecks(parsed.data), ...syncChecks(parsed.data.epics, defaultBranch)];
  return problems.length > 0 ? err(sentences(file.value, problems)) : ok(toModel(parsed.data));
}

function sentences(file: YamlFile, problems: readonly ConfigurationProblem[]): readonly string[] {
  return problems
    .map(({ path, at, message }) => ({
      place: file.placeOf(path, at),
      text: `${named(path)}: ${message}`,
    }))
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
    .map(({ place, text }) => sentence(place, text));
}

function sentence(place: Place, text: string): string {
  return `.github/flotilla.yml:${place.line}:${place.column}: ${text}${/[.?]$/.test(text) ? '' : '.'}`;
}

/** `epics[0].after[1].epic` */
function named(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function toModel({ epics, gates, merge, agents, claims, commands }: Configuration): RepositoryConfig {
  return {
    epics: epics.map((epic) => ({
      key: epic.key,
      title: epic.title ?? epic.key,
      branch: epic.branch,
      label: epic.label ?? `epic:${epic.key}`,
      ...(epic.milestone === undefined ? {} : { milestone: epic.milestone }),
      after: epic.after,
      sync: epic.sync,
    })),
    gates: gates.map(toGate),
    merge: {
      auto: merge.auto,
      timeoutMs: merge.timeout,
      retries: merge.retries,
      protect: merge.protect,
      allowForks: merge.allowForks,
    },
    agents,
    claims: { leaseMs: claims.lease, warnMs: claims.warn },
    commands,
  };
}

/** The cross checks made sure that one pair is whole. */
function toGate({
  name,
  evidence,
  skipped,
  workflow,
  job,
  app,
  check,
}: Configuration['gates'][number]): GateConfig {
  const base = { name, evidence, skipped };
  return workflow !== undefined && job !== undefined
    ? { ...base, kind: 'workflow', workflow, job }
    : { ...base, kind: 'app', app: app ?? '', check: check ?? '' };
}
