import { fine, wrong, type DiagnosisCode, type Finding } from './diagnosis.ts';

/** What the App signs is dated 30 s back, and GitHub takes nothing from the future. */
const TOLERATED_MS = 20_000;

/** Whether the clock of this machine agrees with that of `other` ("GitHub", "PostgreSQL"). */
export function judgeClock(code: DiagnosisCode, other: string, aheadMs: number): Finding {
  if (Math.abs(aheadMs) <= TOLERATED_MS) return fine(code, `The clocks of this machine and ${other} agree.`);
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const side = aheadMs > 0 ? 'ahead of' : 'behind';
  const whose =
    other === 'GitHub' ? 'the clock of this machine' : 'the clocks of this machine and of that server';
  return wrong(
    code,
    `The clock of this machine is ${seconds} s ${side} that of ${other}.`,
    `Set ${whose} by NTP ("timedatectl set-ntp true").`,
  );
}
