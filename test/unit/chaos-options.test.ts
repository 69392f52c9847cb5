import { describe, expect, it } from 'vitest';
import { CHAOS_HELP, chaosOptions } from '../chaos/chaos-options.ts';

describe('the options of the chaos program', () => {
  it('have defaults, and a fifth as many pauses as kills', () => {
    expect(chaosOptions(['--kills', '12'])).toEqual({
      ok: true,
      value: { kills: 12, pauses: 3, minutes: Infinity, seed: 1, json: false, redis: 'faults', logs: null },
    });
  });

  it('are all in its help', () => {
    for (const name of ['kills', 'pauses', 'minutes', 'seed', 'redis', 'logs', 'json'])
      expect(CHAOS_HELP).toContain(`--${name}`);
    expect(chaosOptions(['--help'])).toEqual({ ok: true, value: 'help' });
  });

  it.each([
    [['--kills', 'many'], '--kills needs a whole number up to 999999, not "many".'],
    [['--pauses=-1'], '--pauses needs a whole number up to 999999, not "-1".'],
    [['--redis', 'gone'], '--redis can only be "lost", or be left out.'],
    [['--kill', '3'], "Unknown option '--kill'"],
    [['now'], "Unexpected argument 'now'"],
  ])('that make no sense are refused with a sentence: %j', (args, sentence) => {
    const options = chaosOptions(args);
    expect(options.ok ? '' : options.error).toContain(sentence);
  });
});
