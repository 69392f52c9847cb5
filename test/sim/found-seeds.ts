/**
 * Seeds that once broke a promise, with what was wrong. They always run first. A change of the simulation changes what a
 * seed does, so each defect also has a test or a mutant of its own.
 */
export const FOUND_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 2, found: "a candidate's ref that came late was taken for one that a landing had left" },
];
