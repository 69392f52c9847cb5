import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLines } from './plain-lines.ts';

const texts = (body: string): string[] => plainLines(body).map((line) => line.text);

describe('the plain lines of a comment', () => {
  it('have their numbers in the body', () => {
    expect(plainLines('Hello\n\n/claim\nand\n\n\n/status')).toEqual([
      { line: 1, text: 'Hello' },
      { line: 3, text: '/claim' },
      { line: 4, text: 'and' },
      { line: 7, text: '/status' },
    ]);
  });

  it('are read behind an empty item too', () => {
    expect(texts('*\n[x] done\n\n/claim')).toEqual(['[x] done', '/claim']);
  });

  it('may end in CRLF', () => {
    expect(plainLines('One\r\n/claim as agent-d\r\n\r\n/status\r\n')).toEqual([
      { line: 1, text: 'One' },
      { line: 2, text: '/claim as agent-d' },
      { line: 4, text: '/status' },
    ]);
  });

  it.each([
    ['a fence', '```\n/claim\n```'],
    ['a fence that never ends', '```\n/claim'],
    ['a fence of tildes', '~~~text\n/claim\n~~~'],
    ['indented code', 'Say:\n\n    /claim'],
    ['what looks like indented code', 'Say:\n    /claim\n\t/merge'],
    ['a code span', '`/claim`'],
    ['a code span over two lines', '`foo\n/claim`'],
    ['a quote', '> /claim'],
    ['a quote that goes on', '> Somebody said\n/claim'],
    ['a nested quote', '> > /claim'],
    ['a comment', '<!--\n/claim\n-->'],
    ['a comment within a line', 'foo <!--\n/claim\n-->'],
    ['a comment that never ends', '<!--\n\n/claim'],
    ['HTML', '<div>\n/claim\n</div>'],
    ['HTML with Markdown inside', '<details>\n\n/claim\n\n</details>'],
    ['an HTML quote', '<blockquote>\n\n/claim\n\n</blockquote>'],
    ['inline HTML', 'foo <pre>\n/claim\n</pre>'],
    ['a link', '[foo\n/claim](https://example.com)'],
    ['a reference', '[/claim][x]\n\n[x]: https://example.com'],
    ['an image', '![foo\n/claim](https://example.com/x.png)'],
    ['a list', '- /claim\n- foo\n  /merge'],
    ['a numbered list', '1. /claim'],
    ['a list that goes on', '- foo\n/claim'],
    ['a task list', '- [ ] /claim'],
    ['a heading', '# /claim'],
    ['an underlined heading', '/claim\n---'],
    ['a table', '| a |\n|---|\n| /claim |\n/claim'],
    ['a footnote', 'foo[^1]\n\n[^1]: foo\n/claim'],
    ['a definition', '[x]:\n/claim'],
    ['an escape', '\\/claim'],
    ['an entity', '&#47;claim'],
    ['emphasis', '**/claim**'],
  ])('leave out %s', (_, body) => {
    expect(texts(body).filter((text) => text.startsWith('/'))).toEqual([]);
  });

  it('mark what is not text instead of dropping it', () => {
    expect(texts('/merge `abc1234` now')).toEqual(['/merge \uFFFC now']);
    expect(texts('/block see [this](https://example.com)')).toEqual(['/block see \uFFFC']);
    expect(texts('/claim <!-- as agent-e -->')).toEqual(['/claim \uFFFC']);
  });

  it('keep addresses that are written as such, and emphasis as it was typed', () => {
    expect(texts('/evidence pr https://example.com/a_b_c/*')).toEqual([
      '/evidence pr https://example.com/a_b_c/*',
    ]);
    expect(texts('/evidence pr <https://example.com/a>')).toEqual(['/evidence pr https://example.com/a']);
    expect(texts('/block *really* not')).toEqual(['/block *really* not']);
    expect(texts('/handoff @agent-e[bot]')).toEqual(['/handoff @agent-e[bot]']);
  });

  it('go on after HTML that was closed, and after generics', () => {
    expect(texts('<details>\n\nfoo\n\n</details>\n\n/claim')).toEqual(['/claim']);
    expect(texts('Foo<br>\n/claim')).toEqual(['Foo\uFFFC', '/claim']);
    expect(texts('It is an Array<string> now\n/claim')).toContain('/claim');
  });

  it('never hold a command that was quoted', () => {
    const command = fc.constantFrom('/claim', '/merge abc1234', '/release', '/lane pause x', '/unclaim');
    const prose = fc.constantFrom(
      '',
      'Hello.',
      'See:\n',
      'a\nb',
      '- x\n',
      '1. y',
      '# T',
      '***',
      '`',
      '[a',
      '<b',
    );
    const wrapped = command.chain((text) =>
      fc.constantFrom(
        '```\n' + text + '\n```',
        '~~~~md\n' + text + '\n~~~~',
        `> ${text}`,
        `> a\n> ${text}`,
        `<!-- ${text} -->`,
        `<!--\n${text}\n-->`,
        `    ${text}`,
        `<details>\n\n${text}\n\n</details>`,
        `| a |\n|---|\n| ${text} |`,
      ),
    );
    fc.assert(
      fc.property(prose, wrapped, prose, fc.constantFrom('\n', '\r\n'), (before, quoted, after, end) => {
        const body = [before, quoted, after].join('\n\n').replaceAll('\n', end);
        expect(texts(body).filter((text) => text.startsWith('/'))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('name lines that are in the body', () => {
    const piece = fc.constantFrom(
      'a',
      '/x',
      '\n',
      '\r\n',
      '> ',
      '- ',
      '`',
      '```',
      '<!--',
      '-->',
      '<p>',
      '[',
      '](b)',
      '  ',
      '\t',
      '|',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const source = pieces.join('').split(/\r\n|\n|\r/);
        const lines = plainLines(pieces.join('')).filter((line) => !line.text.includes('\uFFFC'));
        expect(lines.map(({ line }) => source[line - 1]?.trim())).toEqual(lines.map(({ text }) => text));
      }),
      { numRuns: 1000 },
    );
  });

  it('are cut at whole lines where a body is longer than GitHub allows', () => {
    const body = 'a\n' + 'b'.repeat(65_530) + '\n/claim as agent-d';
    expect(texts(body).some((text) => text.startsWith('/'))).toBe(false);
  });

  it.each([
    ['quotes in quotes', '>'],
    ['lists in lists', '1) '],
    ['emphasis', '*a_'],
    ['brackets', '[a]('],
    ['comments', '<!--'],
    ['tags', '<a '],
    ['images', '!['],
    ['lines', 'a\n'],
    ['table rows', '|a|b|\n|-|-|\n'],
  ])('are found quickly in a megabyte of %s', (_, piece) => {
    // Time of this process, not of the clock: other tests run beside it.
    const start = process.cpuUsage();
    const many = piece.repeat(65_000 / piece.length);
    for (const body of [many, `${many}\n`, piece.repeat(1_000_000 / piece.length)]) plainLines(body);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 3_000).toBeLessThan(1500);
  });
});
