/** Whether the bot gives a task to whoever asked. */
export function tellsOfHold(body: string): boolean {
  return /Work on the branch `[^`]+`, started from `[^`]+`/.test(body);
}

/** Whether the bot tells that whoever held the task no longer does. */
export function tellsOfLapse(body: string): boolean {
  return /was not heard of since/.test(body);
}

/** Whether the bot tells that a pull request left its lane without landing. */
export function tellsOfEjection(body: string): boolean {
  return /^\*\*#\d+ (?:was taken out of|is out of) the merge queue/.test(body);
}
