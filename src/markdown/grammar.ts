import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * The grammar without what keeps text as it is: emphasis, bare addresses and the boxes of task lists. Emphasis alone
 * makes the parser take 97 s for 65 kB of `*a_`; a box behind an empty item (`*`, and `[x] a` in the next line) makes
 * it write into a node that is no item.
 */
export const GRAMMAR = {
  extensions: [
    gfm(),
    {
      disable: {
        null: [
          'attention',
          'strikethrough',
          'wwwAutolink',
          'protocolAutolink',
          'emailAutolink',
          'tasklistCheck',
        ],
      },
    },
  ],
  mdastExtensions: gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
};
