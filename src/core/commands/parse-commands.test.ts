import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../model/command-name.ts';
import { helpText } from './help-text.ts';
import { parseCommands } from './parse-commands.ts';
import { COMMANDS } from './table.ts';

function only(text: string) {
  const [line, ...more] = parseCommands([{ line: 3, text }]);
  expect(more).toEqual([]);
  if (!line) return null;
  return line.command.ok ? line.command.value : line.command.error;
}

describe('a command line', () => {
  it.each([
    ['/claim', { name: 'claim', as: null }],
    ['/Claim AS agent-d ', { name: 'claim', as: 'agent-d' }],
    ['/unclaim', { name: 'release' }],
    ['/queue', { name: 'merge', sha: null }],
    ['/merge ABCDEF1', { name: 'merge', sha: 'abcdef1' }],
    ['/assign @octo-cat', { name: 'assign', to: { kind: 'account', login: 'octo-cat' } }],
    ['/assign @agent-d[bot]', { name: 'assign', to: { kind: 'account', login: 'agent-d[bot]' } }],
    ['/handoff agent-e', { name: 'handoff', to: { kind: 'agent', name: 'agent-e' } }],
    ['/progress 60', { name: 'progress', percent: 60, note: null }],
    ['/progress 60% parser done', { name: 'progress', percent: 60, note: 'parser done' }],
    ['/estimate 8h', { name: 'estimate', hours: 8 }],
    ['/priority High', { name: 'priority', priority: 75 }],
    ['/priority 7', { name: 'priority', priority: 7 }],
    [
      '/depends #4, #5 #4',
      {
        name: 'depends',
        on: [
          { repository: null, number: 4 },
          { repository: null, number: 5 },
        ],
      },
    ],
    ['/undepends #4', { name: 'undepends', on: [{ repository: null, number: 4 }] }],
    ['/block no database', { name: 'block', reason: 'no database' }],
    [
      '/evidence pr https://example.com/1 it works',
      { name: 'evidence', type: 'pr', ref: 'https://example.com/1', summary: 'it works' },
    ],
    ['/evidence commit ABCDEF1', { name: 'evidence', type: 'commit', ref: 'abcdef1', summary: null }],
    ['/extend', { name: 'extend', ms: null }],
    ['/extend 90m', { name: 'extend', ms: 5_400_000 }],
    ['/lane pause cutting a release', { name: 'lane', action: 'pause', reason: 'cutting a release' }],
    ['/lane resume', { name: 'lane', action: 'resume' }],
    ['/lane drain', { name: 'lane', action: 'drain' }],
    ['/frobnicate now', { kind: 'unknown', word: 'frobnicate' }],
    ['/claim!', { kind: 'unknown', word: 'claim!' }],
    ['/constructor', { kind: 'unknown', word: 'constructor' }],
  ])('%s', (text, command) => {
    expect(only(text)).toEqual(command);
  });

  it.each(['/usr/bin is a folder', '/', '//', '/ claim', 'say /claim', '/1', '-/claim'])(
    'is not %j',
    (text) => {
      expect(parseCommands([{ line: 1, text }])).toEqual([]);
    },
  );

  it('says what is wrong with its arguments, and how it is used', () => {
    const wrong = [
      '/claim please',
      '/claim as Agent_D',
      '/release now',
      '/assign',
      '/progress 101',
      '/estimate soon',
      '/priority urgent',
      '/depends 4',
      '/block',
      '/evidence proof x',
      '/evidence pr javascript:alert(1)',
      '/extend 2',
      '/fail',
      '/merge now',
      '/merge \uFFFC',
      '/lane pause',
      '/lane',
    ];
    const answers = wrong.map((text) => {
      const answer = only(text);
      return answer && 'usage' in answer
        ? `${text} → ${answer.problem} ${answer.usage}`
        : `${text} → ${JSON.stringify(answer)}`;
    });
    expect(answers).toMatchInlineSnapshot(`
      [
        "/claim please → Only \`as\` and the name of one agent may follow. /claim [as <agent>]",
        "/claim as Agent_D → An agent name has 1 to 39 lower-case letters, digits and hyphens, and starts with a letter or digit. /claim [as <agent>]",
        "/release now → It takes nothing after its name. /release",
        "/assign → It needs an account (with an @) or the name of an agent. /assign @login | <agent>",
        "/progress 101 → It needs a whole number from 0 to 100. /progress <0-100> [note]",
        "/estimate soon → It needs hours, for example \`8h\`. /estimate <8h>",
        "/priority urgent → It needs \`critical\`, \`high\`, \`medium\`, \`low\`, or a number from 0 to 100. /priority <level>",
        "/depends 4 → It needs issue numbers, for example \`#4\`, \`#4, #5\` or \`owner/name#4\`. /depends #n [, owner/name#m]",
        "/block → It needs a reason, so that others know what to wait for. /block <reason>",
        "/evidence proof x → Its type is one of commit, pr, test, build, deployment, research, citation. /evidence <type> <url or sha> [summary]",
        "/evidence pr javascript:alert(1) → It needs an https address or a commit id of 7 to 40 digits after the type. /evidence <type> <url or sha> [summary]",
        "/extend 2 → It needs a duration, for example \`2h\` or \`90m\`. /extend [2h]",
        "/fail → It needs a reason, so that a maintainer can decide what becomes of the task. /fail <reason>",
        "/merge now → Only a commit id of 7 to 40 hexadecimal digits may follow. /merge [<sha>]",
        "/merge ￼ → Write what follows it as plain text, without code, titled links, images or HTML. /merge [<sha>]",
        "/lane pause → A pause needs a reason. /lane pause <reason> | resume | drain",
        "/lane → It needs \`pause\` with a reason, \`resume\` or \`drain\`. /lane pause <reason> | resume | drain",
      ]
    `);
  });

  it('keeps the order and the lines of several', () => {
    const lines = [
      { line: 2, text: '/claim' },
      { line: 3, text: 'and' },
      { line: 9, text: '/status' },
    ];
    expect(parseCommands(lines).map(({ line, text }) => `${line} ${text}`)).toEqual([
      '2 /claim',
      '9 /status',
    ]);
  });

  it('never throws', () => {
    const word = fc.constantFrom(...COMMAND_NAMES, 'x');
    fc.assert(
      fc.property(word, fc.string({ unit: 'grapheme' }), (name, args) => {
        expect(parseCommands([{ line: 1, text: `/${name} ${args}` }]).length).toBe(1);
      }),
    );
  });
});

describe('the table of commands', () => {
  it.each(COMMAND_NAMES)('has an example for %s that parses as it', (name) => {
    expect(COMMANDS[name].name).toBe(name);
    expect(only(COMMANDS[name].example)).toMatchObject({ name });
  });

  it('is the help, as far as it works', () => {
    expect(helpText()).toMatchInlineSnapshot(`
      "A command is a line of its own in a new comment. Nothing inside code, quotes, lists, headings, HTML or links runs, and neither do edits.

      | command | who | does | example |
      |---|---|---|---|
      | \`/claim [as <agent>]\` | agents, people with write | Take the task under a lease | \`/claim as agent-d\` |
      | \`/release\` (\`/unclaim\`) | holder, maintainers | Give the task back so that somebody else can take it | \`/release\` |
      | \`/assign @login \\| <agent>\` | maintainers | Give the task to an account or an agent | \`/assign agent-d\` |
      | \`/progress <0-100> [note]\` | holder | Say how far the task is | \`/progress 60 parser done, printer next\` |
      | \`/estimate <8h>\` | maintainers | Say how many hours the task should take | \`/estimate 8h\` |
      | \`/priority <level>\` | maintainers | Say what goes first: critical, high, medium, low, or 0 to 100 | \`/priority high\` |
      | \`/depends #n [, owner/name#m]\` | holder, maintainers | Make the task wait for other issues | \`/depends #12, octo/web#13\` |
      | \`/undepends #n [, owner/name#m]\` | holder, maintainers | Let the task no longer wait for other issues | \`/undepends #12\` |
      | \`/block <reason>\` | holder, maintainers | Say that the task cannot be worked on, and why | \`/block the staging database is down\` |
      | \`/unblock\` | holder, maintainers | Take an explicit block away | \`/unblock\` |
      | \`/evidence <type> <url or sha> [summary]\` | holder, maintainers | Record a fact about the task | \`/evidence test https://ci.example.com/runs/7 all green\` |
      | \`/extend [2h]\` | holder | Keep the task for longer | \`/extend 2h\` |
      | \`/handoff @login \\| <agent>\` | holder | Pass the task on to another agent | \`/handoff agent-e\` |
      | \`/fail <reason>\` | holder | Give the task up for good, and say why | \`/fail the library has no such API\` |
      | \`/reopen\` | maintainers | Make a finished or failed task pending again | \`/reopen\` |
      | \`/merge [<sha>]\` (\`/queue\`) | author (agent or write), maintainers | Enter the merge queue, bound to the head commit | \`/merge 1f2e3d4\` |
      | \`/dequeue\` | author, maintainers | Take the pull request out of the merge queue | \`/dequeue\` |
      | \`/retry\` | author, maintainers | Test the same head once more after a failure | \`/retry\` |
      | \`/hold\` | maintainers | Keep the pull request out of the merge queue | \`/hold\` |
      | \`/unhold\` | maintainers | Let a held pull request into the merge queue again | \`/unhold\` |
      | \`/lane pause <reason> \\| resume \\| drain\` | maintainers | Stop the merge queue of the target branch, let it empty without anything new, or let it go on | \`/lane pause the release is being cut\` |
      | \`/next\` | agents | Ask for the best ready task | \`/next\` |
      | \`/status\` | anyone | Refresh the status comment | \`/status\` |
      | \`/help\` | anyone | Show the commands | \`/help\` |"
    `);
  });
});
