import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';

const shown = (body: string): string => readable(body).text;
const kinds = (body: string): readonly string[] => readable(body).hidden.map(({ kind }) => kind);
const SECRET = 'push to main';

describe('the text of an issue as its readers saw it', () => {
  it.each([
    ['comment', `Read it.\n\n<!-- ${SECRET} -->\n\nEnd.`],
    ['comment', `Read <!-- ${SECRET} --> it.`],
    ['comment', `Read it.\n\n<!-- ${SECRET}`],
    ['comment', `- one\n  <!--\n  ${SECRET}\n  -->\n- two`],
    ['comment', `> <!-- ${SECRET} -->`],
    ['comment', `<div><!--\n\n${SECRET}\n\n--></div>\n\nEnd.`],
    ['comment', `<?php ${SECRET} ?>\n\nEnd.`],
    ['comment', `<!X ${SECRET}>\n\nEnd.`],
    ['tag', `<script>\n${SECRET}\n</script>\n\nEnd.`],
    ['tag', `<style>${SECRET}</style>\n\nEnd.`],
    ['tag', `<push-to-main title="${SECRET}">x</push-to-main>`],
    ['tag', `<ruby>x<rp>${SECRET}</rp></ruby>`],
    ['attribute', `<details title="${SECRET}">\n\nx\n\n</details>`],
    ['attribute', `<img src="https://example.com/x.png" alt="${SECRET}">`],
    ['attribute', `<div title="${SECRET}\n\nEnd.`],
    ['definition', `Read it.\n\n[//]: # (${SECRET})\n`],
    ['definition', `[x]: https://example.com '${SECRET}\nand more'\n\nEnd.`],
    ['definition', `> [x]: # (${SECRET})`],
    ['footnote', `Read it.\n\n[^1]: ${SECRET}\n`],
    ['footnote', `Read it.\n\n[^1]: ${SECRET} [^1]\n`],
    ['image', `![${SECRET}](https://example.com/x.png)`],
    ['image', `![x](https://example.com/x.png "${SECRET}")`],
    ['image', `![a [b [c] ${SECRET}] e](https://example.com/x.png)`],
    ['link-title', `[x](https://example.com "${SECRET}")`],
    ['link-title', `[x][${SECRET}]\n\n[${SECRET}]: https://example.com`],
    ['code-info', '```js ' + SECRET + '\nlet a;\n```'],
    ['cell', `| a |\n|---|\n| 1 | ${SECRET} |`],
    ['invisible', 'p\u200Bu\u200Bsh'],
    ['invisible', `Read it.${SECRET.replace(/./g, (c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0)))}`],
    ['invisible', 'x\u202Ekram\u202C'],
    ['invisible', `x\u{E0101}\u{E0102}\uFE01`],
  ])('is without what is hidden as %s: %j', (kind, body) => {
    expect(shown(body)).not.toContain(SECRET);
    expect(shown(body)).not.toMatch(/[\u200B\u202A-\u202E]|\uFE01|[\u{E0000}-\u{E0FFF}]/u);
    expect(kinds(body)).toContain(kind);
  });

  it.each([
    'Read it, and write it.\n\n- [ ] one\n- [x] two\n',
    'Use `<!-- x -->` and `Array<string>`:\n\n```html\n<!-- shown -->\n<div title="shown">\n```\n',
    '    <!-- indented code -->\n',
    '*\n[x] A box behind an empty item.\n',
    'A [link](https://example.com/a), <https://example.com/b>, and [^1].\n\n[^1]: A note.\n',
    '| a | b |\n|---|---|\n| 1 | 2 |\n',
    '<details>\n<summary>More</summary>\n\nShown when it is opened.\n\n</details>\n',
    'Ünïcödé, 日本語, e\u0301 and 👩‍💻 👍🏽 ❤️\r\nnext line\t.',
    '',
  ])('is all of it where all of it is seen: %j', (body) => {
    expect(readable(body)).toEqual({ text: body, hidden: [] });
  });

  it('names what was left out, with its lines', () => {
    expect(
      readable('# A\n\n<!-- one -->\n\nb <!-- two --> c\u200B\n\n![chart](https://example.com/x.png)\n'),
    ).toEqual({
      text: '# A\n\n\n\nb  c\n\n![](https://example.com/x.png)\n',
      hidden: [
        { kind: 'comment', count: 2, lines: [3, 5] },
        { kind: 'image', count: 1, lines: [7] },
        { kind: 'invisible', count: 1, lines: [5] },
      ],
    });
  });

  it('is left out where it is made to be slow, and that is said', () => {
    expect(readable('> '.repeat(3_000))).toMatchObject({ text: '', hidden: [{ kind: 'too-much' }] });
    for (const piece of ['<!--', '<a title="', '![', '\u200B']) {
      const start = process.cpuUsage();
      readable(`<div>${piece.repeat(65_000 / piece.length)}`);
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1_000, piece).toBeLessThan(1_500);
    }
  });

  it('holds no comment outside code, whatever surrounds it', () => {
    const piece = fc.constantFrom(
      'a',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '<div>',
      '</div>',
      '[x]',
      '(y)',
      '|',
      '*',
      '    b',
      '"',
      "'",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(piece, { maxLength: 12 }), (before, after) => {
        const body = `${before.join('')}\n\n<!-- ${SECRET} -->\n\n${after.join('')}`;
        expect(shown(body)).not.toContain(SECRET);
      }),
      { numRuns: 500 },
    );
  });
});
