import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planCommand } from '../../../src/cli/plan-command.ts';
import { planFiles } from '../../../src/config/plan-files.ts';

/** Runs `flotilla plan check` on a text: what it ends with, prints and complains of. */
async function check(text: string, name = 'plan.yml', ...flags: readonly string[]) {
  const said = { code: -1, out: '', err: '' };
  const terminal = {
    out: (line: string) => void (said.out += `${line}\n`),
    err: (line: string) => void (said.err += `${line}\n`),
    screen: null,
    draw: null,
    ask: null,
    readFile: () => Promise.resolve(text),
    writeFile: () => Promise.resolve(),
    exitWith: (code: number) => void (said.code = code),
  };
  const command = planCommand({ terminal, files: planFiles, connect: () => Promise.resolve(null) });
  await command.parseAsync(['check', name, ...flags], { from: 'user' });
  return said;
}

const fleet = readFileSync(new URL('../../../db/seed/fleet-plan.yml', import.meta.url), 'utf8');

it('counts the Fleet plan, and says where it contradicts itself', async () => {
  const { code, out } = await check(fleet, 'fleet-plan.yml');
  expect(code).toBe(2);
  expect(out).toMatchInlineSnapshot(`
    "fleet-plan.yml: Fleet
      epic-1  Backend Repository Layer   7 tasks  160 h
      epic-2  DI Container Integration   5 tasks   60 h
      epic-3  Frontend Components        5 tasks  140 h  the heading says 120 h
      epic-4  Zod Schemas                5 tasks   40 h
      epic-5  Testing & Quality          6 tasks  152 h
      total                             28 tasks  552 h  the plan says 27 tasks and 592 h
    The epics' headings add up to 532 h.
    Not listed as an agent, but meant to work: agent-h, agent-i, agent-j.
    It can be applied. Its rows count, not what it states.
    "
  `);
  const { disagreements, ...counts } = JSON.parse((await check(fleet, 'fleet-plan.yml', '--json')).out) as {
    disagreements: unknown;
  };
  expect(counts).toMatchObject({ ok: true, tasks: 28, hours: 552, headings: 532 });
  expect(disagreements).toEqual([
    { epic: null, what: 'tasks', stated: 27, counted: 28 },
    { epic: null, what: 'hours', stated: 592, counted: 552 },
    { epic: 'epic-3', what: 'hours', stated: 120, counted: 140 },
  ]);
});

it('tells every problem at once, with line and column', async () => {
  const { code, err } = await check(`project: Test
epics:
  - { key: a, title: A, branch: a/work, after: [{ epic: b, percent: 50 }] }
  - { key: b, title: B, branch: b/work, after: [{ epic: a, percent: 50 }] }
tasks:
  - { key: "1", epic: a, title: One, after: ["3"] }
  - { key: "2", epic: aa, title: Two, after: ["1"] }
  - { key: "3", epic: b, title: Three, after: ["2", "9"] }
  - { key: "3", epic: b, title: Again }
`);
  expect(code).toBe(1);
  expect(err).toMatchInlineSnapshot(`
    "plan.yml:3:48: epics[0].after: these epics wait for each other: a → b → a.
    plan.yml:6:45: tasks[0].after: these tasks wait for each other: 1 → 3 → 2 → 1.
    plan.yml:7:23: tasks[1].epic: there is no epic \`aa\`; did you mean \`a\`?
    plan.yml:8:53: tasks[2].after[1]: there is no task \`9\`; did you mean \`1\`?
    plan.yml:9:12: tasks[3].key: \`3\` is taken by tasks[2] already.
    "
  `);
  expect((await check('project: Test\nepics: []\ntaks: []\ntasks: [{ key: a b }]\n')).err)
    .toMatchInlineSnapshot(`
    "plan.yml:3:1: taks: is not known here; did you mean \`tasks\`?
    plan.yml:4:9: tasks[0].epic: is missing.
    plan.yml:4:9: tasks[0].title: is missing.
    plan.yml:4:16: tasks[0].key: must be 1 to 45 letters, digits, dots, underscores and hyphens.
    "
  `);
  expect(JSON.parse((await check('a: [', 'plan.yml', '--json')).out)).toMatchObject({ ok: false });
});

it('sees a circle that runs through a threshold', async () => {
  const { err } = await check(`project: Test
epics:
  - { key: a, title: A, branch: a/work }
  - { key: b, title: B, branch: b/work, after: [{ epic: a, percent: 50 }] }
tasks:
  - { key: "1", epic: a, title: One, hours: 4 }
  - { key: "2", epic: a, title: Two, hours: 8, after: ["3"] }
  - { key: "3", epic: b, title: Three, hours: 1 }
`);
  expect(err).toMatchInlineSnapshot(`
    "plan.yml:4:48: epics[1].after: \`b\` can never begin: \`a\` would stop at 33 % of its hours, and 50 % are needed.
    "
  `);
});

it('reads Markdown task lists', async () => {
  const text = `# Parser (3 tasks, 14h)

Why we do this.

## core: The parser itself (branch core/work, 12h)
- [x] 1: Read the grammar (4h)
- [ ] 2: Write the parser (1d, priority high, after 1, agent agent-d)
  - [ ] part of its own checklist

\`\`\`
- [ ] no task
\`\`\`

## docs: Words about it (branch docs/work, after core 50%)
- [ ] 3: Say what it does
`;
  const read = planFiles.read(text, 'plan.md');
  expect(read.ok && read.value.tasks).toMatchObject([
    { key: '1', epic: 'core', title: 'Read the grammar', hours: 4, status: 'done' },
    { key: '2', epic: 'core', hours: 8, priority: 75, after: ['1'], agent: 'agent-d', status: null },
    { key: '3', epic: 'docs', hours: null },
  ]);
  expect(read.ok && read.value.epics[1]?.after).toEqual([{ epic: 'core', percent: 50 }]);
  expect(await check(text, 'plan.md')).toMatchObject({ code: 2 });
  const wrong = text
    .replace('after 1,', 'aftr 1,')
    .replace('3: Say', 'Say')
    .replace('# Parser', '- [ ] 0: X\n# P');
  expect((await check(wrong, 'plan.md')).err).toMatchInlineSnapshot(`
    "plan.md:1:1: This task stands under no epic; put \`## key: Title\` before it.
    plan.md:8:47: \`aftr 1\` is not known here; known are such as \`8h\`, \`priority high\`, \`after 1.1 1.2\`, \`agent agent-d\`, \`in_progress\`, \`80%\`.
    plan.md:16:7: It begins with a key and a colon, as in \`1.1: Write the parser\`.
    "
  `);
});
