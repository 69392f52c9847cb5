import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Ajv for GitHub's descriptions: not strict, because they carry OpenAPI keywords that JSON Schema does not know. */
export function createAjv(): Ajv2020 {
  // Not inlining what is referred to makes compiling a fifth faster.
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    inlineRefs: false,
    // A validator is made in half the time, and asked a few hundred times only.
    code: { optimize: false },
    verbose: false,
    logger: false,
  });
  addFormats.default(ajv);
  // Git takes any text as an address, and GitHub passes on what bots have: 49699333+dependabot[bot]@users.noreply.github.com
  ajv.addFormat('email', true);
  return ajv;
}
