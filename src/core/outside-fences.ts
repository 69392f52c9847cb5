const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** The lines of a text without fenced code: lists and headings are no plain prose, so code is left out line by line. */
export function outsideFences(body: string): readonly string[] {
  let fence: string | null = null;
  return body
    .slice(0, 65_536)
    .split(/\r\n|\n|\r/)
    .filter((line) => {
      const mark = FENCE.exec(line)?.[1];
      if (fence === null) {
        fence = mark ?? null;
        return mark === undefined;
      }
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
      return false;
    });
}
