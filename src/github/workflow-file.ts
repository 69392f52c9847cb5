/**
 * The file name under `.github/workflows/` of a run's `path`, which may carry `@ref`. Any other path (another
 * repository's required workflow, GitHub's own dynamic ones) stays whole: its slashes keep it from being any gate's file.
 */
export function workflowFile(path: string): string {
  const match = /^\.github\/workflows\/([^/@]+)(?:@.*)?$/.exec(path);
  return match?.[1] ?? path;
}
