import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capBody } from './cap-body.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { listed } from './listed.ts';
import { carriesMarker, marker } from './marker.ts';
import { progressBar } from './progress-bar.ts';
import { slug } from './slug.ts';

const nasty = fc
  .array(
    fc.constantFrom(
      '@octo',
      '#12',
      'closes ',
      '/merge',
      '\n',
      '\r',
      '<b>',
      '-->',
      '`',
      '```',
      '|',
      '[a](b)',
      'GH-1',
      'https://github.com/a/b/issues/1',
      'www.x.y',
      '\\',
      '&lt;',
      ' ',
      '- ',
      '1. ',
      '\u202E',
      '\u2028',
      '~',
      '!',
    ),
  )
  .map((parts) => parts.join(''));

describe('words of others', () => {
  it('have no effect in ours', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = escapeText(text);
        expect(shown).not.toMatch(
          /[\n\r\u2028\u202E]|@[a-z0-9]|#\d|(?<!\\)(?:\\\\)*[<>`|[\]]|:\/\/|www\.|GH-\d/i,
        );
        expect(shown).not.toMatch(/^[/\-+=]|^\d+[.)]/);
      }),
      { numRuns: 1000 },
    );
  });

  it('stay readable', () => {
    expect(escapeText('fix(core): parse `a` | b, see @octo and #12')).toMatchInlineSnapshot(
      `"fix\\(core\\): parse \\\`a\\\` \\| b, see @​octo and #​12"`,
    );
    expect(escapeText('x'.repeat(20), 10)).toBe(`${'x'.repeat(8)}…`);
  });

  it('do not leave code', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = codeSpan(text);
        const fence = /^`+/.exec(shown)?.[0];
        if (fence === undefined) return;
        expect(shown.slice(fence.length, -fence.length).split(/[^`]+/)).not.toContain(fence);
      }),
    );
    expect(codeSpan('a`b')).toBe('`` a`b ``');
    expect(codeSpan('')).toBe('(empty)');
  });
});

it('caps a body at the end of a line', () => {
  const capped = capBody('line\n'.repeat(20_000));
  expect(capped.length).toBeLessThanOrEqual(65_536);
  expect(capped.split('\n').slice(-3)).toEqual(['line', '', '… (cut here: GitHub takes no more)']);
  expect(capBody('short')).toBe('short');
});

it('marks a comment so that it is found again', () => {
  expect(marker('reply:12:3')).toBe('<!-- flotilla:reply:12:3 -->');
  expect(marker('a --> <b>\nc')).toBe(
    '<!-- flotilla:a___>__b__c -->'.replace('>__b', '__b').replace('___', '____'),
  );
  expect(carriesMarker(`Hello\r\n${marker('x')}\r\n`, 'x')).toBe(true);
  expect(carriesMarker(`> ${marker('x')}`, 'x')).toBe(false);
});

it.each([
  ['Write the parser', 'write-the-parser'],
  ['Über: café & naïve (v2)!', 'uber-cafe-naive-v2'],
  ['🚀', 'task'],
  ['../../etc', 'etc'],
  ['a very long title that goes on and on until nobody reads it', 'a-very-long-title-that-goes-on-and-on'],
])('makes a branch name of %j', (title, name) => {
  expect(slug(title)).toBe(name);
});

it.each([
  [0, '░░░░░░░░░░ 0 %'],
  [3, '█░░░░░░░░░ 3 %'],
  [99.9, '█████████░ 99 %'],
  [100, '██████████ 100 %'],
])('draws %d', (percent, bar) => {
  expect(progressBar(percent)).toBe(bar);
});

it('lists', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 2)]).toEqual([
    'none',
    'a',
    'a and b',
    'a, b and 1 more',
  ]);
});
