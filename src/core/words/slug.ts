/** A title as the last part of a branch name: at most 40 letters, digits and single hyphens. */
export function slug(title: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9\s_/-]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return (
    words
      .slice(0, 40)
      .replace(/-[^-]*$/, (tail) => (words.length > 40 ? '' : tail))
      .replace(/-$/, '') || 'task'
  );
}
