/** Said on a pull request that somebody merged around the lane. */
export function ungatedMerge(): string {
  return [
    'This was merged without Flotilla, so the merged tree was **not gated by Flotilla**.',
    'Its task is marked done. A maintainer may want to look at the branch, and to let only Flotilla update it.',
  ].join(' ');
}
