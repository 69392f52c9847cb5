import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { until } from './until.ts';

export interface Tab {
  /** What an expression comes to in the page. */
  see<Value>(expression: string): Promise<Value>;
  /** Waits until the expression holds. */
  sees(expression: string): Promise<void>;
  go(url: string): Promise<void>;
  /** What the browser complained of: scripts that failed, what the policy did not let in. */
  readonly complaints: readonly string[];
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: Readonly<Record<string, unknown>>;
}

const PROGRAM = 'chromium';
/** In a container there is no sandbox to have, and `/dev/shm` is small; the pages are our own. */
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];

/** Tests that need a browser are skipped where there is none. */
export const hasChromium = spawnSync(PROGRAM, ['--version']).status === 0;

/** A browser of its own with one tab, which ends with the test. It is spoken to by the DevTools protocol. */
export async function openChromium(): Promise<Tab> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-chromium-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const flags = [...FLAGS, `--user-data-dir=${folder}`, '--remote-debugging-port=0', 'about:blank'];
  const browser = spawn(PROGRAM, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(browser, 'close');
  onTestFinished(async () => {
    browser.kill('SIGKILL');
    await ended;
  });
  let said = '';
  browser.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => said.includes('DevTools listening on'), 'chromium does not listen', 60_000);
  const [, port = ''] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
  const made = await fetch(`http://127.0.0.1:${port}/json/new?about:blank`, { method: 'PUT' });
  const { webSocketDebuggerUrl } = (await made.json()) as { readonly webSocketDebuggerUrl: string };
  return tabAt(webSocketDebuggerUrl);
}

async function tabAt(url: string): Promise<Tab> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const waiting = new Map<number, (answer: Answer) => void>();
  const complaints: string[] = [];
  socket.on('message', (data: Buffer) => {
    const answer = JSON.parse(data.toString()) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    if (answer.method === 'Runtime.exceptionThrown' || answer.method === 'Log.entryAdded')
      complaints.push(JSON.stringify(answer.params));
  });
  let last = 0;
  const ask = (method: string, params: object = {}) =>
    new Promise<Answer>((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  for (const domain of ['Runtime', 'Log']) await ask(`${domain}.enable`);

  async function see<Value>(expression: string): Promise<Value> {
    const { result } = await ask('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    return (result?.['result'] as { readonly value: Value } | undefined)?.value as Value;
  }
  return {
    see,
    sees: (expression) => until(() => see<boolean>(`!!(${expression})`), `never: ${expression}`, 30_000),
    async go(to) {
      await ask('Page.navigate', { url: to });
    },
    complaints,
  };
}
