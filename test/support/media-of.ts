/** The type of an answer, such as `application/json`, without what else its header says. */
export function mediaOf({ headers }: Response): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
}
