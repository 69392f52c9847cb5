import type { IssueName } from '../model/issue-name.ts';
import { err, ok, type Result } from '../result.ts';

const NAME = /^(?:([A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}))?#([1-9]\d{0,8})$/;

/** Reads `#4`, `owner/name#4`, or several of them; each issue once, in the order written. */
export function parseIssueNames(text: string): Result<readonly IssueName[], string> {
  const names = text.length > 1000 ? [] : text.split(/\s*,\s*|\s+/).map(parseIssueName);
  if (names.length === 0 || names.includes(null))
    return err('It needs issue numbers, for example `#4`, `#4, #5` or `owner/name#4`.');
  return ok(
    names
      .filter((name) => name !== null)
      .filter((name, at, all) => all.findIndex((other) => key(other) === key(name)) === at),
  );
}

function parseIssueName(text: string): IssueName | null {
  const match = NAME.exec(text);
  return match && { repository: match[1] ?? null, number: Number(match[2]) };
}

/** GitHub does not tell upper from lower case in names of repositories. */
function key({ repository, number }: IssueName): string {
  return `${repository?.toLowerCase() ?? ''}#${number}`;
}
