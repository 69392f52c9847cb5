import type { Diagnosis, Level } from './diagnosis.ts';

const MARKS: Readonly<Record<Level, string>> = { ok: 'ok', hint: 'hint', wrong: 'WRONG', unseen: 'unseen' };
const WIDTH = 6;

/** Everything that was looked at, a line each, with what to do below it; and how many of each at the end. */
export function reportWords(diagnoses: readonly Diagnosis[]): string {
  return [...diagnoses.map(lines), '', summary(diagnoses)].join('\n');
}

function lines({ level, where, what, mend }: Diagnosis): string {
  const first = `${MARKS[level].padEnd(WIDTH)}  ${where}: ${what}`;
  return mend === null ? first : `${first}\n${' '.repeat(WIDTH)}  To mend: ${mend}`;
}

function summary(diagnoses: readonly Diagnosis[]): string {
  const count = (level: Level) => diagnoses.filter((one) => one.level === level).length;
  const [bad, unseen, hints] = [count('wrong'), count('unseen'), count('hint')];
  const parts = [
    bad === 0 ? 'Nothing is wrong' : `${bad} ${bad === 1 ? 'thing is' : 'things are'} wrong`,
    ...(unseen > 0 ? [`${unseen} could not be looked at`] : []),
    ...(hints > 0 ? [`${hints} could be better`] : []),
    ...(count('ok') > 0 ? [`${count('ok')} ${count('ok') === 1 ? 'is' : 'are'} well`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** What the command ends with. */
export function exitCode(diagnoses: readonly Diagnosis[]): 0 | 1 | 2 {
  if (diagnoses.some(({ level, code }) => level === 'wrong' && code !== 'settings')) return 1;
  return diagnoses.some(({ level }) => level === 'unseen' || level === 'wrong') ? 2 : 0;
}
