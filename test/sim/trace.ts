const KEPT = 60;

/** What happened, as a hash of everything and the newest lines in words. */
export interface Trace {
  add(at: number, line: string): void;
  hash(): string;
  tail(): readonly string[];
  steps(): number;
}

export function createTrace(startedAt: number, print = false): Trace {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  let count = 0;
  const lines: string[] = [];
  return {
    add(at, line) {
      count += 1;
      const text = `${((at - startedAt) / 1000).toFixed(3)} ${line}`;
      for (let index = 0; index < text.length; index += 1) {
        low = Math.imul(low ^ text.charCodeAt(index), 0x01000193) >>> 0;
        high = (Math.imul(high, 31) + low) >>> 0;
      }
      lines.push(text);
      if (print) process.stderr.write(`${text}\n`);
      if (lines.length > KEPT * 2) lines.splice(0, lines.length - KEPT);
    },
    hash: () => low.toString(16).padStart(8, '0') + high.toString(16).padStart(8, '0'),
    tail: () => lines.slice(-KEPT),
    steps: () => count,
  };
}
