import { EVIDENCE_TYPES, type EvidenceType } from '../model/evidence.ts';
import { err, ok, type Result } from '../result.ts';
import type { CommandSpec } from './command-spec.ts';

/** Records a fact about a task. */
export interface EvidenceCommand {
  readonly name: 'evidence';
  readonly type: EvidenceType;
  /** An https URL, or a commit id of 7 to 40 lower-case hexadecimal digits. */
  readonly ref: string;
  readonly summary: string | null;
}

/** `/evidence <type> <url or sha> [summary]` */
export const evidence: CommandSpec<EvidenceCommand> = {
  name: 'evidence',
  aliases: [],
  usage: '/evidence <type> <url or sha> [summary]',
  description: 'Record a fact about the task',
  who: 'holder, maintainers',
  role: 'agent',
  example: '/evidence test https://ci.example.com/runs/7 all green',
  parse,
};

function parse(args: string): Result<EvidenceCommand, string> {
  const [type, ref, ...rest] = args.split(/\s+/);
  if (!isEvidenceType(type)) return err(`Its type is one of ${EVIDENCE_TYPES.join(', ')}.`);
  const known = ref === undefined ? null : parseRef(ref);
  if (known === null)
    return err('It needs an https address or a commit id of 7 to 40 digits after the type.');
  return ok({ name: 'evidence', type, ref: known, summary: rest.join(' ') || null });
}

function isEvidenceType(text: string | undefined): text is EvidenceType {
  return EVIDENCE_TYPES.some((type) => type === text);
}

function parseRef(text: string): string | null {
  if (/^https:\/\/[^\s/]+(\/\S*)?$/.test(text) && text.length <= 2000) return text;
  return /^[0-9a-f]{7,40}$/i.test(text) ? text.toLowerCase() : null;
}
