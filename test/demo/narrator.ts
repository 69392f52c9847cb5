import { styleText } from 'node:util';

/** One line of the timeline. */
export interface Told {
  readonly actor: string;
  readonly text: string;
  readonly mood: 'good' | 'bad' | 'plain' | 'quiet';
}

export type Tell = (told: Told) => void;

const COLORS = { good: 'green', bad: 'red', plain: 'reset', quiet: 'gray' } as const;

/** Writes a timeline: seconds since `start`, who, what. Colours only where they can be seen and NO_COLOR is not set. */
export function narrator(out: NodeJS.WriteStream, start: number): Tell {
  const colored = out.isTTY && process.env['NO_COLOR'] === undefined;
  return ({ actor, text, mood }) => {
    const seconds = ((Date.now() - start) / 1000).toFixed(1).padStart(6);
    const words = colored ? styleText(COLORS[mood], text) : text;
    out.write(`${seconds}s  ${actor.padEnd(9)}  ${words}\n`);
  };
}
