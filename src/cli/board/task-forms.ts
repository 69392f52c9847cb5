import type { CommandName } from '../../core/model/command-name.ts';

/** What follows the number of the issue on the command line, and what it is in the API. */
interface TaskForm {
  readonly name: Exclude<CommandName, 'lane' | 'next' | 'help' | 'status'>;
  /** As commander takes them. */
  readonly args: string;
  readonly body: (words: readonly string[]) => object;
}

const nothing = (): object => ({});
const reason = (words: readonly string[]): object => ({ reason: words.join(' ') });
const on = (words: readonly string[]): object => ({ on: words });
const to = ([to]: readonly string[]): object => ({ to });

/** Every command of comments that is about a task. */
export const TASK_FORMS: readonly TaskForm[] = [
  { name: 'claim', args: '', body: nothing },
  { name: 'release', args: '', body: nothing },
  { name: 'assign', args: '<to>', body: to },
  {
    name: 'progress',
    args: '<percent> [note...]',
    body: ([percent, ...note]) => ({
      percent: number(percent),
      ...(note.length > 0 ? { note: note.join(' ') } : {}),
    }),
  },
  { name: 'estimate', args: '<hours>', body: ([hours]) => ({ hours: number(hours?.replace(/h$/, '')) }) },
  { name: 'priority', args: '<level>', body: ([priority]) => ({ priority: number(priority) }) },
  { name: 'depends', args: '<issues...>', body: on },
  { name: 'undepends', args: '<issues...>', body: on },
  { name: 'block', args: '<reason...>', body: reason },
  { name: 'unblock', args: '', body: nothing },
  {
    name: 'evidence',
    args: '<type> <ref> [summary...]',
    body: ([type, ref, ...summary]) => ({
      type,
      ref,
      ...(summary.length > 0 ? { summary: summary.join(' ') } : {}),
    }),
  },
  { name: 'extend', args: '[by]', body: ([by]) => (by === undefined ? {} : { by }) },
  { name: 'handoff', args: '<to>', body: to },
  { name: 'fail', args: '<reason...>', body: reason },
  { name: 'reopen', args: '', body: nothing },
  { name: 'merge', args: '[sha]', body: ([sha]) => (sha === undefined ? {} : { sha }) },
  { name: 'dequeue', args: '', body: nothing },
  { name: 'retry', args: '', body: nothing },
  { name: 'hold', args: '', body: nothing },
  { name: 'unhold', args: '', body: nothing },
];

/** A number where it is one; what is none is sent as it is, and the server says what is wrong with it. */
function number(text: string | undefined): unknown {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
