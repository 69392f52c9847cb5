import { atLeast, type Role } from '../model/role.ts';
import type { Approval, Standing } from '../model/task-text.ts';

/** What somebody did to an issue, as far as it may say that its text is good. */
export interface Deed {
  readonly action: string;
  /** The label that was put on, or that of the epic for which a milestone stands. */
  readonly label: string | null;
  /** Numeric id of whoever did it, and of whoever opened the issue: who moves an issue here is said to open it. */
  readonly sender: number;
  readonly author: number;
  readonly role: Role;
  /** Our own App did it. */
  readonly ours: boolean;
  readonly epicLabels: readonly string[];
  /** How the text stood before, for what our App does. */
  readonly before: Standing;
}

/**
 * How a deed approves the text that it shows; null: not at all. A maintainer approves what he writes, and what he puts
 * into an epic. The App writes what a plan says, and keeps what others wrote around it: its edits leave approved text
 * approved, and nothing more.
 */
export function approvalOf(deed: Deed): Approval['how'] | null {
  const { action, label, ours } = deed;
  const mayApprove = ours || atLeast(deed.role, 'maintainer');
  if (!mayApprove) return null;
  if (action === 'opened') return deed.sender === deed.author ? 'opened' : null;
  if (action === 'edited') return !ours || deed.before === 'approved' ? 'edited' : null;
  const intoEpic =
    (action === 'labeled' || action === 'milestoned') && label !== null && deed.epicLabels.includes(label);
  return intoEpic && !ours ? 'labeled' : null;
}
