/** How one gate stands on one commit, and why. */
export interface GateVerdict {
  readonly gate: string;
  readonly state: 'passed' | 'failed' | 'waiting';
  /** One short phrase for readers: `2 of 3 jobs done`, `test (20) failed`, `no run of ci.yml yet`. */
  readonly why: string;
  /** Where to look; null while there is nothing to look at. */
  readonly url: string | null;
}
