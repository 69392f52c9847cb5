/**
 * Seeds that once broke a promise, with what was wrong. They always run first. A change of the simulation changes what a
 * seed does, so each defect also has a test or a mutant of its own.
 */
export const FOUND_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 2, found: "a candidate's ref that came late was taken for one that a landing had left" },
  { seed: 5, found: 'a comment was judged by what it said after it was edited' },
  { seed: 12, found: 'a landing that somebody threw away before it was seen was called forgotten' },
  { seed: 42, found: 'a lane that waits for a late run was called stuck' },
  { seed: 46, found: 'a hold that was asked for hours ago, and heard late, was called forgotten' },
  { seed: 208, found: 'who reopened an issue was not heard, since a replica showed it as it was before' },
  { seed: 230, found: 'the same as 46, in another order' },
  { seed: 239, found: 'of two configurations that replicas showed, a landing went by the older one' },
  { seed: 241, found: 'a sync that conflicts was tried for ever for a commit that its branch has no more' },
  { seed: 283, found: 'a frozen client kept the row of a single statement locked, as no database does' },
  { seed: 302, found: 'code of another epic, thrown away unseen and brought again, was called landed twice' },
  { seed: 536, found: 'as 12, and its agent had pushed meanwhile: it was ejected for that' },
  { seed: 451, found: 'as 241, in another order' },
  {
    seed: 641,
    found: 'a lane stayed stopped, since the task under which it was to go on has its pull request elsewhere',
  },
  {
    seed: 1089,
    found: 'a pull request that was closed and reopened within a second stayed closed, told in reverse',
  },
  {
    seed: 786,
    found: 'a comment that somebody deleted was made anew twice, when the answer to the first time was lost',
  },
  {
    seed: 3009,
    found:
      'a head landed that had been pushed over while its worker stood still between its last look and the landing',
  },
  {
    seed: 369,
    found: 'a landing that did not show yet was given up by a clock that was ahead of the database',
  },
  {
    seed: 3107,
    found:
      'a check run whose answer was lost was not looked for until it could be seen, as something newer was wanted',
  },
];
