/** Whether this is how fetch says that there was no answer, or not a whole one. Any other TypeError is a mistake of ours. */
export function isNoAnswer(error: unknown): boolean {
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}
