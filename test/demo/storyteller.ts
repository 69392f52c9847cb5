import { tellsOfEjection, tellsOfLapse } from '../support/bot-words.ts';
import { isClaimed, readRunnerLine } from './agents/read-runner-line.ts';
import type { JobReport } from '../github/actions/start-actions.ts';
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
    readonly head: { readonly sha: string };
  };
  readonly review?: { readonly state: string };
  readonly workflow_run?: {
    readonly head_branch: string;
    readonly conclusion: string | null;
    readonly path: string;
  };
  readonly check_run?: {
    readonly conclusion: string | null;
    readonly head_sha: string;
    readonly app: { readonly slug: string };
    readonly output: { readonly title: string | null };
  };
}

/** What is known about branches and commits from earlier webhooks, as readers know them. */
interface Names {
  /** Candidates by the pull request that they would merge. */
  readonly branches: Map<string, string>;
  /** Pull requests by head. */
  readonly heads: Map<string, string>;
  /** What the checks said last, by head. */
  readonly checks: Map<string, string>;
}

export interface Storyteller {
  /** Tells what GitHub sends to Flotilla. Null: nothing that anybody would want to read. */
  byWebhook(event: string, payload: object): Told | null;
  /** Tells of a job that failed, with the end of what it printed. */
  byJob(report: JobReport): Told | null;
  /** Tells of a line that an agent's runner wrote. */
  byRunner(agent: string, line: string): Told | null;
}

/** Turns what happens into lines of the timeline. */
export function storyteller(): Storyteller {
  const names: Names = { branches: new Map(), heads: new Map(), checks: new Map() };
  return {
    byWebhook(event, given) {
      const payload = given as Payload;
      const actor = (payload.sender?.login ?? '').replace('[bot]', '');
      switch (event) {
        case 'push':
          return pushed(payload, actor, names);
        case 'issue_comment':
          return payload.action === 'created' ? commented(payload, actor) : null;
        case 'pull_request':
          return pullChanged(payload, actor, names);
        case 'pull_request_review':
          return reviewed(payload, actor);
        case 'workflow_run':
          return runEnded(payload, names);
        case 'check_run':
          return checked(payload, names);
        default:
          return null;
      }
    },
    byJob({ job, branch, conclusion, output }) {
      if (conclusion === 'success' || conclusion === 'cancelled') return null;
      const said = output
        .split('\n')
        .filter((line) => FAILURE.test(line))[0]
        ?.trim();
      const text = `${job} ends with ${conclusion} on ${named(branch, names)}${said ? `: ${said}` : ''}`;
      return { actor: 'actions', mood: 'bad', text };
    },
    byRunner: ran,
  };
}

/** Lines that say what went wrong, of the tools that the repository uses. */
const FAILURE = /error|holds a secret|^not ok|✖/i;

function named(branch: string, { branches }: Names): string {
  return branches.get(branch) ?? branch;
}

function pushed(payload: Payload, actor: string, { branches }: Names): Told | null {
  const branch = payload.ref?.replace('refs/heads/', '') ?? '';
  if (payload.deleted || !payload.head_commit) return null;
  const sha = payload.head_commit.id.slice(0, 7);
  if (actor !== 'flotilla') return { actor, mood: 'quiet', text: `pushes ${sha} to ${branch}` };
  if (!branch.startsWith('flotilla/candidate/')) return null;
  const [, pull, target] = /^Land (#\d+) on (\S+)/.exec(payload.head_commit.message) ?? [];
  branches.set(branch, `${pull} merged into ${target}`);
  return { actor, mood: 'plain', text: `builds ${pull} merged into ${target} (${sha})` };
}

function commented(payload: Payload, actor: string): Told | null {
  const body = payload.comment?.body ?? '';
  const thread = `#${payload.issue?.number}`;
  if (actor !== 'flotilla') return { actor, mood: 'plain', text: `${thread}: ${firstLine(body)}` };
  if (tellsOfEjection(body)) return { actor, mood: 'bad', text: firstLine(body) };
  if (tellsOfLapse(body)) return { actor, mood: 'bad', text: firstLine(body) };
  if (!body.includes('flotilla:reply:')) return null;
  return { actor, mood: 'bad', text: `refuses ${thread}: ${firstLine(body)}` };
}

function pullChanged(payload: Payload, actor: string, { heads }: Names): Told | null {
  const pull = payload.pull_request;
  if (!pull) return null;
  heads.set(pull.head.sha, `#${pull.number}`);
  if (payload.action === 'opened') {
    return { actor, mood: 'plain', text: `opens #${pull.number} for ${pull.base.ref}: ${pull.title}` };
  }
  if (payload.action !== 'closed') return null;
  return pull.merged
    ? { actor: 'flotilla', mood: 'good', text: `lands #${pull.number} on ${pull.base.ref}` }
    : { actor, mood: 'quiet', text: `closes #${pull.number} unmerged` };
}

function ran(actor: string, line: string): Told | null {
  const said = readRunnerLine(line);
  if (said === null) return { actor, mood: 'bad', text: firstLine(line) };
  const { issue, text } = said;
  if (isClaimed(said)) return { actor, mood: 'good', text: `claims #${issue}` };
  if (SEEN_ANYWAY.test(text)) return null;
  const mood = /^round \d+ on /.test(text) ? 'quiet' : /^(?:round|given back)/.test(text) ? 'plain' : 'bad';
  return { actor, mood, text: `#${issue}: ${firstLine(text)}` };
}

/** GitHub tells of what a runner pushes, opens and lands. */
const SEEN_ANYWAY = /^(?:pushed |pull request #|landed$)/;

function reviewed({ review, pull_request: pull }: Payload, actor: string): Told {
  const verb = review?.state === 'approved' ? 'approves' : 'reviews';
  return { actor, mood: 'plain', text: `${verb} #${pull?.number}` };
}

function runEnded({ action, workflow_run: run }: Payload, names: Names): Told | null {
  if (action !== 'completed' || run?.conclusion !== 'success') return null;
  const file = run.path.split('/').at(-1);
  return { actor: 'actions', mood: 'quiet', text: `${file} passes on ${named(run.head_branch, names)}` };
}

/** Only what asks somebody for something, and each thing once. */
function checked({ check_run: check }: Payload, { heads, checks }: Names): Told | null {
  if (check?.app.slug !== 'flotilla') return null;
  if (check.conclusion !== 'action_required' && check.conclusion !== 'failure') return null;
  const { head_sha: head, output } = check;
  if (checks.get(head) === output.title) return null;
  checks.set(head, output.title ?? '');
  return {
    actor: 'flotilla',
    mood: 'bad',
    text: `its check on ${heads.get(head) ?? head} says: ${output.title}`,
  };
}

const WIDTH = 140;

/** The first line of a comment as it reads, cut where a terminal would wrap it. */
function firstLine(body: string): string {
  const line = (body.split('\n')[0] ?? '').replaceAll('**', '').replaceAll('`', '');
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line;
}
