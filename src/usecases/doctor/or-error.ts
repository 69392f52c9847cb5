/** What `look` answers, or why it could not: whoever looks on says so, and goes on. */
export async function orError<T>(look: () => Promise<T>): Promise<T | Error> {
  try {
    return await look();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
