import { demoFaults, type DemoReport } from './demo-report.ts';
import type { Tell } from './narrator.ts';
import { play } from './play.ts';
import { review } from './review.ts';
import { startDemo, type Demo } from './start-demo.ts';

export interface RunOptions {
  /** Of the status page; 0: a free one. */
  readonly port: number;
  /** When the process began, in ms since 1970. */
  readonly start: number;
  readonly tell: Tell;
  /** Resolves when somebody wants it to end. */
  readonly interrupted: Promise<void>;
  /** Keep everything up until then. */
  readonly stay: boolean;
}

export interface RunResult {
  /** Null when the play did not come to its end. */
  readonly report: DemoReport | null;
  readonly faults: readonly string[];
}

/** An agent that waits for something that never comes must not keep everybody waiting. */
const DEADLINE_MS = 300_000;

/** The demo from its start to its end: whatever happens, nothing of it is left behind. */
export async function runDemo(options: RunOptions): Promise<RunResult> {
  const { tell, interrupted, stay } = options;
  const stopping = new AbortController();
  const deadline = setTimeout(() => stopping.abort(new Error('It took too long.')), DEADLINE_MS);
  let demo: Demo | null = null;
  try {
    void interrupted.then(() => stopping.abort(new Error('It was interrupted.')));
    demo = await startDemo({ port: options.port, tell, signal: stopping.signal });
    tell({ actor: 'demo', mood: 'plain', text: `status page ${demo.statusUrl}` });
    tell({
      actor: 'demo',
      mood: 'plain',
      text: `simulated GitHub ${demo.github.url}/repos/${demo.repo.fullName}`,
    });
    const report = await playOut(demo, options, (why) => stopping.abort(why));
    clearTimeout(deadline);
    const expected = demo.plan.tasks.filter(({ done, story }) => !done && story === 'lands').length;
    const faults = demoFaults(report, expected);
    tell(summary(report, faults));
    if (stay) {
      tell({ actor: 'demo', mood: 'plain', text: `look around at ${demo.statusUrl} and end with Ctrl-C` });
      const link = await demo.signInUrl();
      tell({ actor: 'demo', mood: 'plain', text: `or, signed in as its operator, at ${link}` });
      await interrupted;
    }
    return { report, faults };
  } catch (error) {
    const why = stopping.signal.aborted ? stopping.signal.reason : error;
    return {
      report: null,
      faults: [`The demo ended early. ${why instanceof Error ? why.message : String(why)}`],
    };
  } finally {
    clearTimeout(deadline);
    stopping.abort(new Error('It has ended.'));
    await demo?.stop();
  }
}

async function playOut(
  demo: Demo,
  { start }: RunOptions,
  giveUp: (why: unknown) => void,
): Promise<DemoReport> {
  let firstLanding = Infinity;
  demo.github.onWebhook((event, payload) => {
    const { merged } = (payload['pull_request'] ?? {}) as { merged?: boolean };
    if (event === 'pull_request' && payload['action'] === 'closed' && merged)
      firstLanding = Math.min(firstLanding, Date.now());
  });
  await play(demo, giveUp);
  return review(demo, { start, firstLanding });
}

function summary(report: DemoReport, faults: readonly string[]): Parameters<Tell>[0] {
  const ejected = Object.entries(report.ejected).map(([reason, n]) => `${n} ${reason}`);
  const text = [
    `${report.landed} landed, the first after ${(report.firstLandingMs / 1000).toFixed(1)} s`,
    `ejected: ${ejected.join(', ')}`,
    `${report.commitsChecked} commits tested again, ${report.untested} untested, ${report.doubleLanded} landed twice`,
  ].join('; ');
  return { actor: 'demo', mood: faults.length === 0 ? 'good' : 'bad', text };
}
