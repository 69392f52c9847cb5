import { expect, it } from 'vitest';
import { openElements } from './open-elements.ts';

it.each([
  ['<div>', true],
  ['<div></div>', false],
  ['<DIV class="x"></div>', false],
  ['</div>', false],
  ['<br><hr><img src="x">', false],
  ['<T>', false],
  ['<!-- <div> -->', false],
  ['<p><!-- </p> -->', true],
  ['<details><summary>x</summary>', true],
  ['<details title="</details>">', true],
  ["<details title='</details>'></details>", false],
  ['<details><img alt="</details>">', true],
  ['<details title=">', true],
  ['<details', true],
  ["<p>don't</p>", false],
  ['<details></details title=">', true],
])('%s leaves something open: %j', (html, open) => {
  const elements = openElements();
  elements.read(html);
  expect(elements.any()).toBe(open);
});
