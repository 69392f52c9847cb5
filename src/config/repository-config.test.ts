import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repositoryConfig } from './repository-config.ts';

const BASE = `epics:
  - { key: core, branch: epic-1/core }
gates:
  - { name: tests, workflow: ci.yml, job: "test*" }
`;

function problems(text: string): readonly string[] {
  const parsed = repositoryConfig.parse(text);
  return parsed.ok ? [] : parsed.error;
}

describe('.github/flotilla.yml', () => {
  it('has defaults for what it leaves out', () => {
    const parsed = repositoryConfig.parse(BASE);
    expect(parsed.ok && { ...parsed.value, merge: { ...parsed.value.merge, protect: [] } })
      .toMatchInlineSnapshot(`
        {
          "agents": [],
          "claims": {
            "leaseMs": 14400000,
            "warnMs": 1800000,
          },
          "commands": {},
          "epics": [
            {
              "after": [],
              "branch": "epic-1/core",
              "key": "core",
              "label": "epic:core",
              "sync": [],
              "title": "core",
            },
          ],
          "gates": [
            {
              "evidence": "test",
              "job": "test*",
              "kind": "workflow",
              "name": "tests",
              "skipped": "fail",
              "workflow": "ci.yml",
            },
          ],
          "merge": {
            "allowForks": false,
            "auto": true,
            "protect": [],
            "retries": 0,
            "timeoutMs": 3600000,
          },
        }
      `);
  });

  it('may say everything', () => {
    const parsed = repositoryConfig.parse(`# the fleet
version: 1
epics:
  - { key: core, title: Core, branch: epic-1/core, label: core }
  - key: web
    branch: epic-2/web
    after:
      - { epic: core, percent: 50.5 }
gates:
  - { name: compile, workflow: ci.yml, job: build, evidence: build, skipped: pass }
  - { name: preview, app: vercel, check: "Vercel - web", evidence: deployment }
merge: { auto: false, timeout: 90m, retries: 1, protect: ["infra/**"], allowForks: true }
agents:
  - { id: 123, login: "agent-d[bot]", name: agent-d, role: backend, maxClaims: 2 }
  - { id: 123, login: "agent-d[bot]", name: agent-e }
claims: { lease: 2h, warn: 30s }
commands: { status: writer, claim: maintainer }
`);
    expect(parsed).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "agents": [
            {
              "id": 123,
              "login": "agent-d[bot]",
              "maxClaims": 2,
              "name": "agent-d",
              "role": "backend",
            },
            {
              "id": 123,
              "login": "agent-d[bot]",
              "maxClaims": 1,
              "name": "agent-e",
              "role": null,
            },
          ],
          "claims": {
            "leaseMs": 7200000,
            "warnMs": 30000,
          },
          "commands": {
            "claim": "maintainer",
            "status": "writer",
          },
          "epics": [
            {
              "after": [],
              "branch": "epic-1/core",
              "key": "core",
              "label": "core",
              "sync": [],
              "title": "Core",
            },
            {
              "after": [
                {
                  "epic": "core",
                  "percent": 50.5,
                },
              ],
              "branch": "epic-2/web",
              "key": "web",
              "label": "epic:web",
              "sync": [],
              "title": "web",
            },
          ],
          "gates": [
            {
              "evidence": "build",
              "job": "build",
              "kind": "workflow",
              "name": "compile",
              "skipped": "pass",
              "workflow": "ci.yml",
            },
            {
              "app": "vercel",
              "check": "Vercel - web",
              "evidence": "deployment",
              "kind": "app",
              "name": "preview",
              "skipped": "fail",
            },
          ],
          "merge": {
            "allowForks": true,
            "auto": false,
            "protect": [
              "infra/**",
            ],
            "retries": 1,
            "timeoutMs": 5400000,
          },
        },
      }
    `);
  });

  it('may be empty', () => {
    expect(repositoryConfig.parse('').ok).toBe(true);
    expect(repositoryConfig.parse('# nothing yet\n').ok).toBe(true);
  });

  it('is answered with every problem at once, in the order of the file', () => {
    expect(
      problems(`epic: []
epics:
  - { key: "a b", branch: "flotilla/x", colour: red }
  - branch: 7
    after: [{ epic: core, percent: 101 }]
gates:
  - { nam: tests, workflow: .github/workflows/ci.yml, job: test }
merge: { timeout: soon, retries: 1.5, protect: ["/src/"], auto: "yes" }
agents:
  - { id: -1, login: "@me", name: Agent_D }
claims: []
commands: { claims: agent, merge: everyone }
`),
    ).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:1:1: epic: is not known here; did you mean \`epics\`?",
        ".github/flotilla.yml:3:12: epics[0].key: must be 1 to 45 letters, digits, dots, underscores and hyphens.",
        ".github/flotilla.yml:3:27: epics[0].branch: may not be under \`flotilla/\`, where candidates are kept.",
        ".github/flotilla.yml:3:41: epics[0].colour: is not known here; known are \`key\`, \`title\`, \`branch\`, \`label\`, \`milestone\`, \`after\`, \`sync\`.",
        ".github/flotilla.yml:4:5: epics[1].key: is missing.",
        ".github/flotilla.yml:4:13: epics[1].branch: must be text (put it in quotes).",
        ".github/flotilla.yml:5:36: epics[1].after[0].percent: must be at most 100.",
        ".github/flotilla.yml:7:5: gates[0].name: is missing.",
        ".github/flotilla.yml:7:7: gates[0].nam: is not known here; did you mean \`name\`?",
        ".github/flotilla.yml:7:29: gates[0].workflow: must be the name of a file in \`.github/workflows\`, for example \`ci.yml\`.",
        ".github/flotilla.yml:8:19: merge.timeout: must be a duration such as \`2h\`, \`90m\` or \`30s\`.",
        ".github/flotilla.yml:8:34: merge.retries: must be a whole number.",
        ".github/flotilla.yml:8:49: merge.protect[0]: must be a path from the top of the repository, without a slash at either end or a \`!\`; a folder is \`folder/**\`.",
        ".github/flotilla.yml:8:65: merge.auto: must be true or false.",
        ".github/flotilla.yml:10:11: agents[0].id: must be at least 1.",
        ".github/flotilla.yml:10:22: agents[0].login: must be a GitHub login.",
        ".github/flotilla.yml:10:35: agents[0].name: must be 1 to 39 lower-case letters, digits and hyphens.",
        ".github/flotilla.yml:11:9: claims: must be a mapping of names to values.",
        ".github/flotilla.yml:12:13: commands.claims: is not known here; did you mean \`claim\`?",
        ".github/flotilla.yml:12:35: commands.merge: must be one of \`anyone\`, \`agent\`, \`writer\`, \`maintainer\`, \`admin\`.",
      ]
    `);
  });

  it('must make sense as a whole', () => {
    expect(
      problems(`epics:
  - { key: core, branch: epic/core, after: [{ epic: web, percent: 10 }] }
  - { key: core, branch: epic/core, label: "Epic:core" }
  - { key: web, branch: epic/core/web, after: [{ epic: api, percent: 10 }, { epic: coer, percent: 10 }] }
  - { key: api, branch: epic/api, after: [{ epic: core, percent: 1 }, { epic: core, percent: 2 }] }
  - { key: loop, branch: loop, after: [{ epic: loop, percent: 1 }] }
gates:
  - { name: a, workflow: ci.yml }
  - { name: a, app: vercel }
  - { name: b }
  - { name: c, workflow: ci.yml, job: x, app: vercel, check: y }
  - { name: d, app: github-actions, check: test }
  - { name: e, app: vercel, check: "Vercel*" }
agents:
  - { id: 1, login: one, name: one }
  - { id: 2, login: two, name: one }
claims: { lease: 30m }
`),
    ).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:3:12: epics[1].key: \`core\` is taken by epics[0] already.",
        ".github/flotilla.yml:3:26: epics[1].branch: \`epic/core\` is taken by epics[0] already.",
        ".github/flotilla.yml:3:44: epics[1].label: \`epic:core\` is taken by epics[0] already.",
        ".github/flotilla.yml:4:25: epics[2].branch: git cannot have \`epic/core/web\` beside \`epic/core\`.",
        ".github/flotilla.yml:4:84: epics[2].after[1].epic: there is no epic \`coer\`; did you mean \`core\`?",
        ".github/flotilla.yml:5:79: epics[3].after[1].epic: \`core\` is named twice.",
        ".github/flotilla.yml:6:39: epics[4].after: these epics wait for each other: loop → loop.",
        ".github/flotilla.yml:8:5: gates[0]: needs both \`workflow\` and \`job\`.",
        ".github/flotilla.yml:9:5: gates[1]: needs both \`app\` and \`check\`.",
        ".github/flotilla.yml:9:13: gates[1].name: \`a\` is taken by gates[0] already.",
        ".github/flotilla.yml:10:5: gates[2]: needs a \`workflow\` with a \`job\`, or an \`app\` with a \`check\`.",
        ".github/flotilla.yml:11:5: gates[3]: is either a \`workflow\` with a \`job\` or an \`app\` with a \`check\`, not both.",
        ".github/flotilla.yml:12:21: gates[4].app: GitHub Actions is named by \`workflow\` and \`job\`: any branch can post a check of any name in its name.",
        ".github/flotilla.yml:13:36: gates[5].check: is an exact name; \`*\` is for jobs only.",
        ".github/flotilla.yml:16:32: agents[1].name: \`one\` is taken by agents[0] already.",
        ".github/flotilla.yml:17:9: claims.warn: must be shorter than the lease.",
      ]
    `);
  });

  it('tells which epics wait for each other', () => {
    expect(
      problems(`epics:
  - { key: core, branch: a, after: [{ epic: web, percent: 10 }] }
  - { key: web, branch: b, after: [{ epic: api, percent: 10 }] }
  - { key: api, branch: c, after: [{ epic: core, percent: 10 }] }
  - { key: far, branch: d, after: [{ epic: core, percent: 10 }] }
`),
    ).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:2:36: epics[0].after: these epics wait for each other: core → web → api → core.",
      ]
    `);
  });

  it('takes in other epics and the default branch, in no circle', () => {
    const text = `epics:
  - { key: core, branch: a, sync: [main, web] }
  - { key: web, branch: b, sync: [coer, api, api] }
  - { key: api, branch: c, sync: [core, c] }
`;
    const parsed = repositoryConfig.parse(text, 'main');
    expect(parsed.ok ? [] : parsed.error).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:2:35: epics[0].sync: these epics take each other's code in, without end: core → web → api → core.",
        ".github/flotilla.yml:3:35: epics[1].sync[0]: there is no epic \`coer\`, and it is not the default branch; did you mean \`core\`?",
        ".github/flotilla.yml:3:46: epics[1].sync[2]: \`api\` is named twice.",
        ".github/flotilla.yml:4:41: epics[2].sync[1]: \`c\` is this epic's own branch.",
      ]
    `);
    const fine = repositoryConfig.parse('epics: [{ key: core, branch: a, sync: [trunk] }]');
    expect(fine.ok && fine.value.epics[0]?.sync).toEqual(['trunk']);
  });

  it('must be YAML, with each key once', () => {
    expect(problems('epics: []\ngates: [\nmerge: {')).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ].",
        ".github/flotilla.yml:3:9: Flow map in block collection must be sufficiently indented and end with a }.",
      ]
    `);
    expect(problems('epics: []\nmerge:\n  auto: true\n  auto: false\n')).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:4:3: The key \`auto\` is there twice.",
      ]
    `);
    expect(problems('- a\n- b\n')).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:1:1: the file: must be a mapping of names to values.",
      ]
    `);
    expect(problems('just words')).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:1:1: the file: must be a mapping of names to values.",
      ]
    `);
    expect(problems('epics: []\n---\nepics: []\n')).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:2:1: There is a second document; only one can take effect.",
      ]
    `);
  });

  it.each([
    ['-x'],
    ['/x'],
    ['x/'],
    ['x//y'],
    ['x/.y'],
    ['x..y'],
    ['x.lock'],
    ['x.lock/y'],
    ['x y'],
    ['x~1'],
    ['x@{1}'],
    ['flotilla/candidate/1-1'],
    ['Flotilla/x'],
    ['refs/heads/x'],
    ['HEAD'],
    ['ä'],
  ])('may not name the branch %s', (branch) => {
    expect(problems(`epics: [{ key: a, branch: ${JSON.stringify(branch)} }]`)).toHaveLength(1);
  });

  it('may not be huge, nor grow by aliases', () => {
    expect(problems('#'.repeat(70_000))).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:1:1: the file is larger than 64 kB.",
      ]
    `);
    const layers = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    );
    const bomb = ['l0: &l0 [x, x]', ...layers].join('\n');
    expect(problems(bomb)).toMatchInlineSnapshot(`
      [
        ".github/flotilla.yml:1:1: Excessive alias count indicates a resource exhaustion attack.",
      ]
    `);
    expect(problems(`epics: ${'['.repeat(30_000)}`).length).toBeGreaterThan(0);
  });

  it('never makes the reader throw', () => {
    const piece = fc.constantFrom(
      'epics',
      'gates',
      ': ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      'a',
      '&a ',
      '*a',
      '#',
      '1',
      '!!',
      '? ',
      '|',
      '<<',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const found = problems(pieces.join(''));
        expect(found.filter((problem) => !/^\.github\/flotilla\.yml:\d+:\d+: /.test(problem))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
