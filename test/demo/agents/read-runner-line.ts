/** What a runner tells, as `agent-d #7: claimed`. */
export interface RunnerLine {
  readonly agent: string;
  readonly issue: number;
  readonly text: string;
}

/** Null: it is about no issue. */
export function readRunnerLine(line: string): RunnerLine | null {
  const [, agent, issue, text] = /^(\S+) #(\d+): (.*)$/.exec(line) ?? [];
  if (agent === undefined || issue === undefined || text === undefined) return null;
  return { agent, issue: Number(issue), text };
}

export function isClaimed({ text }: RunnerLine): boolean {
  return text === 'claimed';
}

export function isGivenBack({ text }: RunnerLine): boolean {
  return text.startsWith('given back');
}
