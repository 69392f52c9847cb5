import type {
  AuditActivity,
  AuditCandidate,
  AuditCommand,
  AuditEntry,
  AuditEvidence,
  AuditHold,
  AuditPull,
  AuditTrail,
} from '../model/audit-trail.ts';
import { REASONS } from './ejection-reply.ts';
import { plainText } from './plain-text.ts';
import { when } from './when.ts';

/** What `flotilla audit` prints: the chain from the issue to the landed commit, for people at a terminal. */
export function auditWords(trail: AuditTrail): string {
  return [
    head(trail),
    section('Held by', trail.holds.map(hold), 'nobody so far'),
    section('Commands', trail.commands.map(command), 'none'),
    section('Evidence', trail.evidence.map(evidence), 'none'),
    section('Pull requests', trail.pulls.map(pull), 'none'),
    section('Merge queue', trail.entries.flatMap(entry), 'never entered'),
    section('Log', trail.activity.map(activity), 'nothing that is kept still'),
    landed(trail),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[], otherwise: string): string {
  return lines.length === 0
    ? `${title}: ${otherwise}`
    : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function head({ repository, issue, title, status, createdAt, epic }: AuditTrail): string {
  const of = epic
    ? `epic ${epic.key} (${plainText(epic.title, 80)}), which lands on ${epic.branch}`
    : 'no epic';
  return [
    `${repository}#${issue}: ${plainText(title, 120)}`,
    `  of ${of}; ${status}; a task since ${when(createdAt)}`,
  ].join('\n');
}

function hold({ fence, agent, account, status, from, expires, ended, begun, endedBy }: AuditHold): string {
  const by = endedBy === null ? '' : ` by ${endedBy}`;
  const end = ended === null ? `until ${when(expires)}` : `${status}${by} ${when(ended)}`;
  return `fence ${fence}: ${agent} (${account}), ${beginning(begun)} ${when(from)}, ${end}`;
}

function beginning(begun: AuditHold['begun']): string {
  if (begun?.kind === 'task.claimed') return 'claimed';
  if (begun?.kind === 'task.handed_off') return `handed on by ${begun.actor}`;
  return begun ? `assigned by ${begun.actor}` : 'from';
}

function command({ at, thread, actor, actorId, text, outcome }: AuditCommand): string {
  return `${when(at)}  in #${thread}  ${actor ?? `account ${actorId}`}: ${plainText(text, 120)} (${outcome})`;
}

function evidence({ at, type, grade, ref, summary, url }: AuditEvidence): string {
  const where = url === null || url === ref ? '' : ` ${plainText(url, 300)}`;
  return `${when(at)}  ${grade} ${type}: ${plainText(summary, 160)} (${plainText(ref, 300)})${where}`;
}

function pull({ number, title, state, draft, author, headRef, baseRef, heads }: AuditPull): string {
  const order = heads.map((sha) => sha.slice(0, 12)).join(', then ');
  return `#${number} by ${author}, ${draft ? 'a draft, ' : ''}${state}: ${plainText(title, 80)}; ${headRef} into ${baseRef}, at ${order}`;
}

function entry(it: AuditEntry): readonly string[] {
  const asked = it.how === 'auto' ? 'by itself' : `asked for by ${it.requester}`;
  const ended = it.endedAt === null ? '' : ` ${when(it.endedAt)}`;
  return [
    `#${it.pull} at ${it.head} in the lane of ${it.branch}, ${asked} ${when(it.queuedAt)}`,
    ...it.candidates.flatMap(candidate),
    it.state === 'landed'
      ? `  landed${ended} as ${it.landed}`
      : it.reason === null
        ? `  ${it.state}`
        : `  taken out${ended}: ${REASONS[it.reason]}${detail(it.detail ?? {})}`,
  ];
}

function candidate({ sha, tree, base, inheritsHead, gates, runs }: AuditCandidate): readonly string[] {
  return [
    `  candidate ${sha} on ${base ?? 'an unknown base'}${tree === null ? '' : `, tree ${tree}`}`,
    ...(inheritsHead ? ['    has the tree of its head, whose runs count'] : []),
    ...gates.map(({ verdict, url }) => `    gate ${plainText(verdict, 200)}${at(url)}`),
    ...runs.map(({ name, event, attempt, status, conclusion, url }) => {
      const how = event === null ? '' : ` by ${event}, attempt ${attempt}`;
      return `    run ${plainText(name, 80)}${how}: ${conclusion ?? status}${at(url)}`;
    }),
  ];
}

function at(url: string | null): string {
  return url === null ? '' : ` ${plainText(url, 300)}`;
}

function activity({ at: time, kind, actor, detail: said }: AuditActivity): string {
  return `${when(time)}  ${kind} by ${plainText(actor, 60)}${detail(said)}`;
}

function detail(said: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(said)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return parts.length === 0 ? '' : ` (${plainText(parts.join(', '), 300)})`;
}

function landed({ status, doneAt, entries }: AuditTrail): string {
  const last = entries.findLast(({ state }) => state === 'landed');
  const tested = last?.candidates.at(-1);
  if (last && tested) {
    const same =
      tested.sha === last.landed ? 'the candidate that was tested' : `not the candidate ${tested.sha}`;
    return `Landed: ${last.landed} on ${last.branch}, ${same}`;
  }
  if (status === 'done')
    return `Landed: nothing through a merge queue; done${doneAt ? ` ${when(doneAt)}` : ''} without one`;
  return 'Landed: nothing yet';
}
