const LEAST_LANDED = 8;
const FIRST_LANDING_MS = 20_000;
/** Each of these is played by a pull request of the demo. */
const EJECTED = ['conflict', 'gate_failed'] as const;

/** What is wrong with the demo's last line of JSON, in sentences; empty when nothing is. */
export function demoProblems(line: string): readonly string[] {
  const result = readJson(line);
  if (!isRecord(result)) return [`The demo did not end with a line of JSON but with: ${line.slice(0, 200)}`];
  const ejected = isRecord(result['ejected']) ? result['ejected'] : {};
  return [
    ...expectNumber('landed', result['landed'], (n) => n >= LEAST_LANDED, `at least ${LEAST_LANDED}`),
    ...EJECTED.flatMap((reason) =>
      expectNumber(`ejected.${reason}`, ejected[reason], (n) => n >= 1, 'at least 1'),
    ),
    ...expectNumber('commitsChecked', result['commitsChecked'], (n) => n >= LEAST_LANDED, 'one per landing'),
    ...expectNumber('untested', result['untested'], (n) => n === 0, '0'),
    ...expectNumber('doubleLanded', result['doubleLanded'], (n) => n === 0, '0'),
    ...expectNumber(
      'firstLandingMs',
      result['firstLandingMs'],
      (n) => n <= FIRST_LANDING_MS,
      `at most ${FIRST_LANDING_MS}`,
    ),
    ...expectNumber('githubRequestsPerLanding', result['githubRequestsPerLanding'], (n) => n > 0, 'counted'),
  ];
}

function expectNumber(
  name: string,
  value: unknown,
  holds: (value: number) => boolean,
  wanted: string,
): readonly string[] {
  if (typeof value === 'number' && holds(value)) return [];
  return [`${name} is ${JSON.stringify(value) ?? 'missing'} and should be ${wanted}.`];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
