import { progressBar } from '../core/words/progress-bar.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far something is, and why it stands still, where somebody watches; elsewhere it says nothing. */
export function progressLine({ draw }: Pick<Terminal, 'draw'>): {
  progress(this: void, done: number, total: number): void;
  waiting(this: void, ms: number): void;
  /** Leaves the line as if nothing had been there. */
  clear(): void;
} {
  let far = '';
  return {
    progress(done, total) {
      far = `${progressBar((100 * done) / total)}  ${done} of ${total} changes`;
      draw?.(far);
    },
    waiting(ms) {
      draw?.(`${far}${far === '' ? '' : '  '}waiting ${Math.ceil(ms / 1000)} s for GitHub`);
    },
    clear: () => draw?.(''),
  };
}
