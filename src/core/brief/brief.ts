import type { Hidden, Readable } from '../model/readable.ts';
import type { Foundation, TaskCard } from '../model/task-card.ts';
import type { TaskStatus } from '../model/task.ts';
import type { Approval, IssueText, Standing, TaskTexts, Writing } from '../model/task-text.ts';
import { branchOf } from '../words/branch-of.ts';
import { gateRule } from '../words/gate-rule.ts';
import { missingWords } from '../words/missing-words.ts';
import { nextStep } from '../words/next-step.ts';
import type { BriefPull } from './brief-pull.ts';
import { checklist, type Box } from './checklist.ts';
import { withoutInvisible } from './invisible.ts';
import { standing } from './standing.ts';

/** One text of a task. `approved` null: nobody who may do so stands behind it. `written` null: it is not there any more. */
export interface BriefText {
  readonly mark: 'approved' | 'unapproved';
  readonly title: string;
  readonly body: string;
  /** What was left out of the body because GitHub does not show it. */
  readonly hidden: readonly Hidden[];
  readonly checklist: readonly Box[];
  readonly approved: Approval | null;
  readonly written: Writing | null;
}

/** Everything that an agent has to know about its task. Sentences are Markdown. */
export interface Brief {
  readonly issue: number;
  readonly status: TaskStatus;
  readonly standing: Standing;
  /** What was approved comes first. */
  readonly texts: readonly BriefText[];
  readonly epic: TaskCard['epic'];
  /** Its issue is that of a whole epic: the sub-issues are the tasks. */
  readonly standsFor: TaskCard['standsFor'];
  readonly holder: { readonly agent: string; readonly until: Date } | null;
  readonly dependencies: readonly Foundation[];
  readonly waitsFor: readonly string[];
  readonly gates: readonly string[];
  readonly protectedPaths: readonly string[];
  /** `branch`: the one to work on, once it is known who does. */
  readonly push: { readonly branch: string | null; readonly base: string | null };
  /** Null: there is none yet. */
  readonly pull: BriefPull | null;
  readonly next: string;
}

/** `shown`: the pull request of the card. `readable`: a text without what GitHub does not show of it. */
export function briefOf(
  card: TaskCard,
  texts: TaskTexts,
  shown: BriefPull | null,
  readable: (body: string) => Readable,
): Brief {
  const { task, epic, standsFor, holder, pull, rules } = card;
  const branch =
    pull?.state === 'open'
      ? pull.headRef
      : holder && branchOf({ agent: holder.agentName, issue: task.issue, title: task.title });
  return {
    issue: task.issue,
    status: task.status,
    standing: standing(texts),
    texts: textsOf(texts, readable),
    epic,
    standsFor,
    holder: holder && { agent: holder.agentName, until: holder.expiresAt },
    dependencies: card.builtOn,
    waitsFor: card.missing.map(missingWords),
    gates: (rules?.gates ?? []).map(gateRule),
    protectedPaths: rules?.protect ?? [],
    push: { branch, base: epic?.branch ?? null },
    pull: shown,
    next: nextStep(card),
  };
}

function textsOf(texts: TaskTexts, readable: (body: string) => Readable): readonly BriefText[] {
  const { written, approved } = texts;
  const now = { by: written.by, openedBy: written.openedBy, at: written.at };
  const before = approved && { by: approved.by, at: approved.at, how: approved.how };
  switch (standing(texts)) {
    case 'approved':
      return [shown(written, { mark: 'approved', approved: before, written: now }, readable)];
    case 'unapproved':
      return [shown(written, { mark: 'unapproved', approved: null, written: now }, readable)];
    case 'edited':
      return [
        shown(approved ?? written, { mark: 'approved', approved: before, written: null }, readable),
        shown(written, { mark: 'unapproved', approved: null, written: now }, readable),
      ];
  }
}

function shown(
  { title, body }: IssueText,
  marks: Pick<BriefText, 'mark' | 'approved' | 'written'>,
  readable: (body: string) => Readable,
): BriefText {
  const { text, hidden } = readable(body);
  return { ...marks, title: withoutInvisible(title), body: text, hidden, checklist: checklist(text) };
}
