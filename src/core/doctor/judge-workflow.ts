import { matchesName } from '../glob.ts';
import type { WorkflowGate } from '../model/repository-config.ts';
import { codeSpan } from '../words/code-span.ts';
import { listed } from '../words/listed.ts';
import { fine, hint, wrong, type Finding } from './diagnosis.ts';
import type { JobFacts, WorkflowFacts } from './facts.ts';
import { listensTo } from './listens-to.ts';

/** As Flotilla names them; one alone might be named in the file by accident. */
const CANDIDATES = ['flotilla/candidate/1-1', 'flotilla/candidate/4711-2'];
const PREP = 'flotilla/prep/1/1';

/** `missing`: there is no such file. `broken`: it cannot be read, and GitHub would run nothing of it. */
export type WorkflowAnswer =
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly said: string }
  | { readonly kind: 'read'; readonly workflow: WorkflowFacts };

/** Whether a candidate wakes the workflow that some gates name, and has the jobs they ask for. */
export function judgeWorkflow(
  file: string,
  answer: WorkflowAnswer,
  gates: readonly WorkflowGate[],
): readonly Finding[] {
  const names = listed(gates.map(({ name }) => `"${name}"`));
  const plural = gates.length > 1 ? 'The gates' : 'The gate';
  if (answer.kind === 'missing') {
    return [
      wrong(
        'workflow',
        `${plural} ${names} wait for the workflow ${file}, and there is no such file in .github/workflows.`,
        'Put it there, on the epic branches as well, or correct `workflow` of the gates in .github/flotilla.yml.',
      ),
    ];
  }
  if (answer.kind === 'broken') {
    return [
      wrong(
        'workflow',
        `${file} cannot be read: ${answer.said}.`,
        'Correct it, on the epic branches as well.',
      ),
    ];
  }
  const { workflow } = answer;
  const found = [...waking(file, workflow), ...gates.flatMap((gate) => job(file, workflow.jobs, gate))];
  const said = fine('ci_candidates', `${file} listens to candidates, and has the jobs of ${names}.`);
  const prep = preparations(file, workflow);
  return [...(found.length === 0 ? [said] : found), ...prep];
}

function waking(file: string, { push }: WorkflowFacts): readonly Finding[] {
  const under = push === null ? '`on`, add `push`, with' : '`on.push`, set';
  if (push === null || !CANDIDATES.every((branch) => listensTo(push, branch))) {
    return [
      wrong(
        'ci_candidates',
        `${file} does not listen to pushes on flotilla/candidate/**: no gate would ever begin.`,
        `In .github/workflows/${file}, below ${under} \`branches: ['**', '!flotilla/prep/**']\`, or add 'flotilla/candidate/**' to the branches that are there. The same on the epic branches.`,
      ),
    ];
  }
  if (!push.paths) return [];
  return [
    wrong(
      'ci_candidates',
      `${file} runs only when certain paths change: of other candidates it would test none.`,
      `In .github/workflows/${file} take \`paths\` and \`paths-ignore\` from \`on.push\`; let jobs skip their steps instead. The same on the epic branches.`,
    ),
  ];
}

function preparations(file: string, { push }: WorkflowFacts): readonly Finding[] {
  if (push === null || !listensTo(push, PREP)) return [];
  return [
    hint(
      'ci_prep',
      `${file} also runs on flotilla/prep/**, where nothing is that could land.`,
      `Add '!flotilla/prep/**' as the last of its branches.`,
    ),
  ];
}

function job(file: string, jobs: readonly JobFacts[], gate: WorkflowGate): readonly Finding[] {
  if (jobs.some((one) => one.computed || fits(gate.job, one))) return [];
  const there =
    jobs.length === 0 ? 'none' : listed(jobs.map(({ name, matrix }) => (matrix ? `${name} (...)` : name)));
  return [
    wrong(
      'gate_job',
      `The gate "${gate.name}" waits for the job ${codeSpan(gate.job)} of ${file}, which has: ${there}.`,
      'Correct `job` of the gate in .github/flotilla.yml, or the name of the job. Of a matrix, `"test*"` means all of them.',
    ),
  ];
}

/** What a matrix adds is not known here; a pattern that fits the name with anything after it may fit. */
function fits(pattern: string, { name, matrix }: JobFacts): boolean {
  if (!matrix) return matchesName(pattern, name);
  const [beginning = ''] = pattern.split(/[*(]/);
  return matchesName(pattern, `${name} ()`) || (pattern !== name && beginning.trimEnd() === name);
}
