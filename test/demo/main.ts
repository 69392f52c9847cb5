import { Command, InvalidArgumentError } from 'commander';
import { narrator } from './narrator.ts';
import { runDemo } from './run-demo.ts';
import { runLocal } from './run-local.ts';

interface Options {
  readonly exit: boolean;
  readonly json: boolean;
  readonly local: boolean;
  readonly port: number;
}

const { exit, json, local, port } = new Command('demo')
  .description(
    'Seven agents, runners with a script each, work on a small repository of a simulated GitHub; Flotilla lands what passes.',
  )
  .option('--exit', 'stop when everything has ended, instead of keeping the pages up until Ctrl-C', false)
  .option(
    '--json',
    'print a last line of JSON on standard output, and tell the story on standard error',
    false,
  )
  .option(
    '--local',
    'load the 28 tasks of db/seed/fleet-plan.yml as "flotilla plan apply" does, and let nobody act',
    false,
  )
  .option('--port <number>', 'port of the status page; 0 takes a free one', portOf, 0)
  .addHelpText(
    'after',
    `
The JSON counts landed pull requests and ejections by reason; commitsChecked and untested come from checking out every
commit that landed and running its gates again, doubleLanded from git's history. githubRequestsPerLanding is what
Flotilla asked of GitHub from the moment at which the last landing entered its lane, everything else having ended, to
its last effect; githubRequests is everything, refusals, ejections and polls included. The demo packs many minutes of a
fleet into one, so Flotilla may ask ten times as much per minute here as GitHub would let it. With --local it counts what
Flotilla keeps of the plan, and problems where that is not what the plan has.`,
  )
  .parse()
  .opts<Options>();

const start = performance.timeOrigin;
const tell = narrator(json ? process.stderr : process.stdout, start);
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
});

const run = local ? runLocal : runDemo;
const { report, faults } = await run({ port, start, tell, interrupted, stay: !exit });
for (const fault of faults) tell({ actor: 'demo', mood: 'bad', text: fault });
if (faults.length > 0) process.exitCode = 1;
if (json && report) console.log(JSON.stringify(report));

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('It must be 0 to 65535.');
  return port;
}
