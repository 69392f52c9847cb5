/** Ends an exhaustive `switch`: the compiler complains when a case is missing, and so does the program. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
