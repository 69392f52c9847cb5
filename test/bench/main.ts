import { benchIngest } from './ingest.ts';
import { benchLive } from './live.ts';
import { benchScale } from './scale.ts';

const HELP = `Usage: npm run bench -- <what> [options]

  ingest    deliveries acknowledged per second, beside two Probot apps
              --rounds <n>   rounds, interleaved; medians are reported (default 5)
              --seconds <n>  length of each measurement (default 4)
  landing   requests to GitHub for a clean landing
  scale     ready list, lane step and summary of one project in a database of a million tasks
              --tasks <n>    tasks in the larger database (default 1,000,000)
  live      from a commit to a client of a socket, beside a bare broadcast
              --clients <n>  sockets of one process (default 1000)
              --rate <n>     lines a second (default 10)
              --events <n>   lines in each round (default 100)
              --rounds <n>   rounds, in turns; medians are reported (default 3)

  --json    print one last line of JSON
  --help    print this`;

const [what, ...args] = process.argv.slice(2);

if (what === undefined || args.includes('--help') || what === '--help') {
  console.log(HELP);
} else if (what === 'ingest') {
  await benchIngest(args);
} else if (what === 'landing') {
  const landing: { benchLanding(args: readonly string[]): Promise<void> } = await import(
    new URL('landing.ts', import.meta.url).href
  );
  await landing.benchLanding(args);
} else if (what === 'scale') {
  await benchScale(args);
} else if (what === 'live') {
  await benchLive(args);
} else {
  console.error(`There is no benchmark called ${what}.\n\n${HELP}`);
  process.exitCode = 1;
}
