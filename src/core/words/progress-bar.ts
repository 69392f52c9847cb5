/** `████████░░ 80 %`. Full only at 100, and never empty above 0, so that the bar does not promise too much. */
export function progressBar(percent: number): string {
  const whole = Math.min(100, Math.max(0, Math.floor(percent)));
  const filled = whole === 0 ? 0 : Math.max(1, Math.floor(whole / 10));
  return `${'█'.repeat(filled)}${'░'.repeat(10 - filled)} ${whole} %`;
}
