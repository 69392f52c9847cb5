/** What `--json` prints last. */
export interface DemoReport {
  readonly landed: number;
  /** Entries that left their lane without landing, by reason. */
  readonly ejected: Readonly<Record<string, number>>;
  readonly commitsChecked: number;
  readonly untested: number;
  readonly doubleLanded: number;
  /** From the start of the process to the first merged pull request. */
  readonly firstLandingMs: number;
  /** From entering the lane to the last effect, of the landing that was alone: while several go on, none can say whose. */
  readonly githubRequestsPerLanding: number;
  /** Everything that Flotilla asked of GitHub in the whole run, for whatever reason. */
  readonly githubRequests: number;
  /** Holds that ended because nothing was heard of their agent. */
  readonly lapsed: number;
  readonly deadDeliveries: number;
  readonly deadEffects: number;
  readonly elapsedMs: number;
}

const LEAST_LANDED = 8;
const REASONS = ['conflict', 'gate_failed', 'protected_paths'] as const;

/** What is wrong with a run, in sentences; empty when nothing is. `expected`: how many tasks the plan lets land. */
export function demoFaults(report: DemoReport, expected: number): readonly string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string) => holds || faults.push(fault);
  demand(report.landed >= LEAST_LANDED, `Only ${report.landed} pull requests landed, not ${LEAST_LANDED}.`);
  demand(report.landed === expected, `${report.landed} pull requests landed where the plan has ${expected}.`);
  demand(
    report.commitsChecked === report.landed,
    `${report.commitsChecked} commits on the epic branches, but ${report.landed} landings.`,
  );
  demand(report.untested === 0, `${report.untested} commits on epic branches do not pass the gates.`);
  demand(report.doubleLanded === 0, `${report.doubleLanded} heads landed more than once.`);
  for (const reason of REASONS)
    demand((report.ejected[reason] ?? 0) > 0, `Nothing was ejected for ${reason}.`);
  demand(report.lapsed > 0, 'No lease lapsed.');
  demand(report.deadDeliveries === 0, `${report.deadDeliveries} deliveries are dead.`);
  demand(report.deadEffects === 0, `${report.deadEffects} effects are dead.`);
  return faults;
}
