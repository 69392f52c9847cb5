const OWNER_AND_NAME = /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/;

/** What is wrong with what was said after `--repo`; null: nothing, or nothing was said. */
export function repoProblem(named: string | null): string | null {
  if (named === null || OWNER_AND_NAME.test(named)) return null;
  return `--repo wants owner/name, not "${named}".`;
}
