/** Something that was half done when its cause came. The message says how far it is, and what to do. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  constructor(message: string, cause: unknown) {
    super(message, { cause });
  }
}
