import { expect, it } from 'vitest';
import {
  askAgainAfter,
  beginScan,
  LOG_WINDOW_MS,
  missedOf,
  readPage,
  type DeliveryAttempt,
  type ScanProgress,
} from './delivery-scan.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const MINUTE = 60_000;
const NEVER: ScanProgress = { coveredFrom: null, sweptUntil: null, scan: null };

function ago(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * MINUTE);
}

function attempt(guid: string, minutes: number, status = 'OK'): DeliveryAttempt {
  return { id: `${guid}-${minutes}`, guid, event: 'issues', status, at: ago(minutes) };
}

it('looks back three days the first time, then to ten minutes before the last scan', () => {
  expect(beginScan(NEVER, NOW).floor).toEqual(new Date(NOW.getTime() - LOG_WINDOW_MS));
  const swept = { coveredFrom: ago(600), sweptUntil: ago(5), scan: null };
  expect(beginScan(swept, NOW)).toEqual({ from: NOW, floor: ago(15), cursor: null });
});

it('goes on where a scan was left, whatever happened since', () => {
  const scan = { from: ago(1), floor: ago(60), cursor: 'older' };
  expect(beginScan({ coveredFrom: ago(600), sweptUntil: ago(50), scan }, NOW)).toBe(scan);
});

it('reads page by page, and only then says that all was seen', () => {
  const before = { coveredFrom: ago(600), sweptUntil: ago(50), scan: null };
  const first = readPage(before, beginScan(before, NOW), {
    attempts: [attempt('c', 1), attempt('b', 30)],
    next: 'older',
  });
  expect(first.after).toEqual({ ...before, scan: { from: NOW, floor: ago(60), cursor: 'older' } });

  const last = readPage(first.after, beginScan(first.after, NOW), {
    attempts: [attempt('a', 55), attempt('seen long ago', 70)],
    next: 'even older',
  });
  expect(last.attempts.map(({ guid }) => guid)).toEqual(['a']);
  expect(last.after).toEqual({ coveredFrom: ago(600), sweptUntil: NOW, scan: null });
});

it('owns up to what happened before GitHub’s memory begins', () => {
  const before = { coveredFrom: ago(20_000), sweptUntil: ago(10_000), scan: null };
  const scan = beginScan(before, NOW);
  const { after } = readPage(before, scan, { attempts: [], next: null });
  expect(after).toEqual({ coveredFrom: scan.floor, sweptUntil: NOW, scan: null });
});

it('misses what we do not hold, also when GitHub calls it delivered', () => {
  const attempts = [
    attempt('failed', 1, 'timed out'),
    attempt('lost', 2),
    attempt('held', 3, 'timed out'),
    attempt('failed', 9, 'failed to connect to host'),
  ];
  expect(missedOf(attempts, new Set(['held'])).map(({ id }) => id)).toEqual(['failed-1', 'lost-2']);
});

it('counts a quiet week as looked at', () => {
  const before = { coveredFrom: ago(20_000), sweptUntil: ago(3), scan: null };
  const { after } = readPage(before, beginScan(before, NOW), {
    attempts: [attempt('old', 9_000)],
    next: null,
  });
  expect(after).toEqual({ coveredFrom: ago(20_000), sweptUntil: NOW, scan: null });
});

it('asks again ever more rarely', () => {
  expect([1, 2, 3, 12].map((asked) => askAgainAfter(asked) / MINUTE)).toEqual([2, 4, 8, 360]);
});
