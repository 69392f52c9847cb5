/** The operator's token of the measured server. */
export const BENCH_TOKEN = 'the token of the benchmark';

/** Nanoseconds on the clock that all processes of a machine share. */
export function now(): bigint {
  return process.hrtime.bigint();
}
