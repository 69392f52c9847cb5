/** Something outside keeps the program from starting. The message is for whoever started it: what, where, what to do. */
export class CannotStart extends Error {
  override readonly name: string = 'CannotStart';
}
