import { err, ok, type Result } from '../result.ts';

const LIST = /^#[1-9]\d{0,8}(?:(?:\s*,\s*|\s+)#[1-9]\d{0,8})*$/;

/** Reads `#4` or `#4, #5`; each number once, in the order written. */
export function parseIssueNumbers(text: string): Result<readonly number[], string> {
  if (text.length > 1000 || !LIST.test(text))
    return err('It needs issue numbers, for example `#4` or `#4, #5`.');
  return ok([...new Set((text.match(/\d+/g) ?? []).map(Number))]);
}
