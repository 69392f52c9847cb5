import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * The grammar without what keeps text as it is: emphasis and bare addresses. Emphasis alone makes the parser take
 * 97 s for 65 kB of `*a_`.
 */
export const GRAMMAR = {
  extensions: [
    gfm(),
    { disable: { null: ['attention', 'strikethrough', 'wwwAutolink', 'protocolAutolink', 'emailAutolink'] } },
  ],
  mdastExtensions: gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
};
