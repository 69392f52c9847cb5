import { judgeShuffle } from './judge-shuffle.ts';
import { runShuffle } from './run-shuffle.ts';

/** Runs the shuffles it is sent, one at a time, and says how each went. */
const inOrder = runShuffle(0);

process.on('message', (number) => {
  void inOrder.then(({ end }) => judgeShuffle(Number(number), end)).then((judged) => process.send?.(judged));
});
