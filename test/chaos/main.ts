import { CHAOS_HELP, chaosOptions } from './chaos-options.ts';
import { runChaos } from './run-chaos.ts';
import { hasRedis } from './servers/redis-server.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  const options = chaosOptions(process.argv.slice(2));
  if (!options.ok) {
    console.error(`${options.error}\n\n${CHAOS_HELP}`);
    return 2;
  }
  if (options.value === 'help') {
    console.log(CHAOS_HELP);
    return 0;
  }
  if (!hasRedis()) {
    console.error(
      'This needs a real Redis: install redis-server (apt-get install redis-server), and run it again.',
    );
    return 1;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
  const start = performance.now();
  const say = (text: string): void =>
    console.error(`${((performance.now() - start) / 1000).toFixed(1).padStart(7)}s  ${text}`);
  try {
    const { report, violations } = await runChaos(options.value, interrupted.signal, say);
    for (const violation of violations) console.error(`broken: ${violation}`);
    say(violations.length === 0 ? 'every promise held' : `${violations.length} promises did not hold`);
    console.log(options.value.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
    return violations.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(interrupted.signal.aborted ? String(interrupted.signal.reason) : error);
    return 1;
  }
}
