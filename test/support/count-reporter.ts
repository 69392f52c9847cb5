import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Ends the run with `N passed, N failed, N skipped`, counted, not believed: what broke outside of a test failed too. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const lines = [...hints(skippedNames(modules)), total(modules, unhandled)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

function total(modules: readonly TestModule[], unhandled: readonly SerializedError[]): string {
  const count = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) count[test.result().state] += 1;
    count.failed += module.errors().length;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
  }
  // A test that never came to a result did not pass.
  return `${count.passed} passed, ${count.failed + count.pending} failed, ${count.skipped} skipped`;
}

function skippedNames(modules: readonly TestModule[]): readonly string[] {
  return modules.flatMap((module) =>
    [...module.children.allTests()]
      .filter((test) => test.result().state === 'skipped')
      .map((test) => test.fullName),
  );
}

/** Tests say what they lack in their name or that of their suite: `... (needs REDIS_URL)`. */
function hints(names: readonly string[]): readonly string[] {
  const needs = new Set(names.flatMap((name) => needOf(name) ?? []));
  return [...needs].flatMap((need) => [
    remedy(need),
    ...names.filter((name) => needOf(name) === need).map((name) => `  ${name}`),
  ]);
}

function needOf(name: string): string | undefined {
  return /\(needs ([A-Z_]+)\)/.exec(name)?.[1];
}

function remedy(need: string): string {
  if (need.endsWith('REDIS_URL')) return 'skipped for lack of a Redis: set TEST_REDIS_URL';
  return `skipped for lack of ${need}: set it`;
}
