import { expect, it } from 'vitest';
import { simOptions } from '../../sim/sim-options.ts';

it('reads what it is asked for', () => {
  expect(simOptions(['--seeds', '20', '--seed', '5', '--jobs', '1', '--json'])).toMatchObject({
    seeds: 20,
    seed: 5,
    jobs: 1,
    json: true,
    mutants: false,
  });
});

it('reads which shuffles', () => {
  expect(simOptions(['--shuffles', '2000', '--json'])).toMatchObject({ shuffles: 2000, shuffle: null });
  expect(simOptions(['--shuffle', '17'])).toMatchObject({ shuffles: null, shuffle: 17 });
});

it.each([
  [['--seeds', 'many'], '--seeds must be a whole number of at least 1, not "many".'],
  [['--seeds', '0'], '--seeds must be a whole number of at least 1, not "0".'],
  [['--seed', '-1'], /--seed/],
  [['--shuffles', '0'], '--shuffles must be a whole number of at least 1, not "0".'],
  [['--seeds', '2', '--print'], '--print shows the steps of one seed: give it --seed S and no --seeds.'],
  [['--minutes', '8'], '--minutes bounds a run of many seeds: give --seeds N as well.'],
  [['--only', 'ack'], '--only chooses among the mutants: give --mutants as well.'],
  [['--sedes', '2'], /Unknown option '--sedes'/],
])('says what is wrong with %j', (args, problem) => {
  expect(() => simOptions(args)).toThrow(problem);
});
