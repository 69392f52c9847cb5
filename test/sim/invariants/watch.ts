import type { Amount } from '../../../src/core/budget/amount.ts';
import type { Change } from '../memory-store/transaction.ts';
import type { RefMove } from '../memory-github/records.ts';
import type { Runner } from '../scheduler.ts';

/** What invariants are told of while a world runs. */
export interface Watch {
  /** A program asks for something. */
  sent(runner: Runner, method: string, args: readonly unknown[]): void;
  /** GitHub did it. */
  call(runner: Runner, method: string, args: readonly unknown[], answer: unknown): void;
  /** A request goes out. */
  paid(cost: Amount): void;
  /** `asked`: GitHub itself said so, and not the budget, which never asked. */
  busy(method: string, args: readonly unknown[], until: number, asked: boolean): void;
}

/** One promise, kept up to date step by step and counted afresh at the end. */
export interface Invariant {
  onCommit?(changes: readonly Change[]): void;
  onMove?(move: RefMove): void;
  onSent?(runner: Runner, method: string, args: readonly unknown[]): void;
  onCall?(runner: Runner, method: string, args: readonly unknown[], answer: unknown): void;
  onPaid?(cost: Amount): void;
  onBusy?(method: string, args: readonly unknown[], until: number, asked: boolean): void;
  /** Once faults have stopped and everything is quiet. */
  atEnd?(): void;
}
