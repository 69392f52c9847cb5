import { ADMIN } from '../../people.ts';
import type { World } from '../../world.ts';

/** A run that has ended begins again, and ends as before or the other way round. */
export function flipRun(world: World): string | null {
  const { github, random } = world;
  const ended = github.runs.filter(({ run, genuine }) => genuine && run.get().completed);
  if (ended.length === 0) return null;
  const { run } = random.pick(ended);
  const shown = run.get();
  const attempt = shown.attempt + 1;
  const fails = random.chance(0.5);
  run.set(github.now(), { ...shown, attempt, completed: false, conclusion: null, jobs: [] });
  world.scheduler.after(random.between(2_000, 20_000), `run ${shown.id} again`, () => {
    const jobs = shown.jobs.map((job) => (fails ? { ...job, conclusion: 'failure' } : job));
    const again = { ...shown, attempt, jobs, conclusion: fails ? 'failure' : shown.conclusion };
    run.set(github.now(), again);
    github.emit({ kind: 'workflow_run', run: again }, world.by(ADMIN));
  });
  return `runs ${shown.id} again${fails ? ', which fails' : ''}`;
}
