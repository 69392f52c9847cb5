import { tellsOfEjection, tellsOfHold, tellsOfLapse } from './agents/read-reply.ts';
import type { Told } from './narrator.ts';

/** The fields of webhooks that the timeline is told from. */
interface Payload {
  readonly action?: string;
  readonly sender?: { readonly login: string };
  readonly ref?: string;
  readonly deleted?: boolean;
  readonly head_commit?: { readonly message: string; readonly id: string } | null;
  readonly comment?: { readonly body: string };
  readonly issue?: { readonly number: number };
  readonly pull_request?: {
    readonly number: number;
    readonly title: string;
    readonly merged: boolean;
    readonly base: { readonly ref: string };
  };
  readonly review?: { readonly state: string };
  readonly workflow_run?: {
    readonly head_branch: string;
    readonly conclusion: string | null;
    readonly path: string;
  };
  readonly workflow_job?: {
    readonly head_branch: string;
    readonly conclusion: string | null;
    readonly name: string;
  };
  readonly check_run?: {
    readonly conclusion: string | null;
    readonly name: string;
    readonly app: { readonly slug: string };
    readonly output: { readonly title: string | null };
  };
}

/** Tells what GitHub sends to Flotilla. Null: nothing that anybody would want to read. */
export function toldByWebhook(): (event: string, payload: object) => Told | null {
  const candidates = new Map<string, string>();

  /** A branch as readers know it: candidates by their pull request. */
  const named = (branch: string): string => candidates.get(branch) ?? branch;

  return (event, given) => {
    const payload = given as Payload;
    const actor = (payload.sender?.login ?? '').replace('[bot]', '');
    switch (event) {
      case 'push':
        return pushed(payload, actor, candidates);
      case 'issue_comment':
        return payload.action === 'created' ? commented(payload, actor) : null;
      case 'pull_request':
        return pullChanged(payload, actor);
      case 'pull_request_review':
        return { actor, mood: 'plain', text: `${payload.review?.state} #${payload.pull_request?.number}` };
      case 'workflow_job':
        return jobEnded(payload, named);
      case 'workflow_run':
        return runEnded(payload, named);
      case 'check_run':
        return checked(payload);
      default:
        return null;
    }
  };
}

function pushed(payload: Payload, actor: string, candidates: Map<string, string>): Told | null {
  const branch = payload.ref?.replace('refs/heads/', '') ?? '';
  if (payload.deleted || !payload.head_commit) return null;
  const sha = payload.head_commit.id.slice(0, 7);
  if (actor !== 'flotilla') return { actor, mood: 'quiet', text: `pushes ${sha} to ${branch}` };
  if (!branch.startsWith('flotilla/candidate/')) return null;
  const [, pull, target] = /^Land (#\d+) on (\S+)/.exec(payload.head_commit.message) ?? [];
  candidates.set(branch, `${pull} merged into ${target}`);
  return { actor, mood: 'plain', text: `builds ${pull} merged into ${target} (${sha})` };
}

function commented(payload: Payload, actor: string): Told | null {
  const body = payload.comment?.body ?? '';
  const thread = `#${payload.issue?.number}`;
  if (actor !== 'flotilla') return { actor, mood: 'plain', text: `${thread}: ${firstLine(body)}` };
  if (tellsOfEjection(body)) return { actor, mood: 'bad', text: firstLine(body) };
  if (tellsOfLapse(body)) return { actor, mood: 'bad', text: firstLine(body) };
  if (!body.includes('flotilla:reply:')) return null;
  return tellsOfHold(body)
    ? { actor, mood: 'good', text: firstLine(body) }
    : { actor, mood: 'bad', text: `refuses ${thread}: ${firstLine(body)}` };
}

function pullChanged(payload: Payload, actor: string): Told | null {
  const pull = payload.pull_request;
  if (!pull) return null;
  if (payload.action === 'opened') {
    return { actor, mood: 'plain', text: `opens #${pull.number} for ${pull.base.ref}: ${pull.title}` };
  }
  if (payload.action !== 'closed') return null;
  return pull.merged
    ? { actor: 'flotilla', mood: 'good', text: `lands #${pull.number} on ${pull.base.ref}` }
    : { actor, mood: 'quiet', text: `closes #${pull.number} unmerged` };
}

function jobEnded({ action, workflow_job: job }: Payload, named: (branch: string) => string): Told | null {
  if (action !== 'completed' || job?.conclusion !== 'failure') return null;
  return { actor: 'actions', mood: 'bad', text: `${job.name} failed on ${named(job.head_branch)}` };
}

function runEnded({ action, workflow_run: run }: Payload, named: (branch: string) => string): Told | null {
  if (action !== 'completed' || run?.conclusion !== 'success') return null;
  const file = run.path.split('/').at(-1);
  return { actor: 'actions', mood: 'quiet', text: `${file} passed on ${named(run.head_branch)}` };
}

/** Only what asks somebody for something. */
function checked({ check_run: check }: Payload): Told | null {
  if (check?.app.slug !== 'flotilla') return null;
  if (check.conclusion !== 'action_required' && check.conclusion !== 'failure') return null;
  return { actor: 'flotilla', mood: 'bad', text: `its check says: ${check.output.title}` };
}

function firstLine(body: string): string {
  return (body.split('\n')[0] ?? '').replaceAll('**', '').replaceAll('`', '');
}
