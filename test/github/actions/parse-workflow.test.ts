import { describe, expect, it } from 'vitest';
import { parseWorkflow } from './parse-workflow.ts';

const STEPS = '{ runs-on: ubuntu-latest, steps: [{ run: "true" }] }';

function parse(text: string) {
  return parseWorkflow('.github/workflows/ci.yml', text);
}

describe('a workflow file', () => {
  it('becomes its jobs, a matrix one job per combination', () => {
    const { name, push, pullRequest, jobs } = parse(`
      name: CI
      on:
        push: { branches: [main, 'epic-*/**'] }
        pull_request:
      permissions: { checks: write, contents: none }
      env: { A: 1 }
      jobs:
        build: { runs-on: ubuntu-latest, steps: [{ uses: actions/checkout@v4 }, { run: npm run build }] }
        test:
          needs: build
          runs-on: ubuntu-latest
          strategy: { matrix: { node: [20, 24] } }
          env: { B: x }
          timeout-minutes: 5
          steps: [{ run: npm test, if: always(), continue-on-error: true, working-directory: web }]
        lint:
          name: lint on \${{ matrix.os }}
          runs-on: ubuntu-latest
          strategy: { matrix: { os: [linux] }, fail-fast: false }
          permissions: {}
          steps: [{ run: npm run lint }]
    `);

    expect(name).toBe('CI');
    expect(push).toEqual({ only: ['main', 'epic-*/**'] });
    expect(pullRequest).toEqual({ types: ['opened', 'synchronize', 'reopened'] });
    expect(jobs.map((job) => job.name)).toEqual(['build', 'test (20)', 'test (24)', 'lint on linux']);
    expect(jobs[1]).toEqual({
      id: 'test',
      name: 'test (20)',
      needs: ['build'],
      matrix: { node: 20 },
      env: { A: '1', B: 'x' },
      timeoutMinutes: 5,
      failFast: true,
      continueOnError: false,
      permissions: { checks: 'write' },
      steps: [{ run: 'npm test', condition: 'always()', env: {}, directory: 'web', continueOnError: true }],
    });
    expect(jobs[3]).toMatchObject({ failFast: false, permissions: {} });
  });

  it.each([
    ['on: push', { push: {} }],
    ['on: [push, pull_request]', { push: {}, pullRequest: { types: ['opened', 'synchronize', 'reopened'] } }],
    ['on: { push: { branches-ignore: x } }', { push: { except: ['x'] } }],
    ['on: workflow_dispatch', {}],
  ])('listens to what %s says', (on, expected) => {
    const { push, pullRequest, name } = parse(`${on}\njobs: { a: ${STEPS} }`);
    expect({ ...(push ? { push } : {}), ...(pullRequest ? { pullRequest } : {}) }).toEqual(expected);
    expect(name).toBe('.github/workflows/ci.yml');
  });

  it.each([
    ['no YAML', 'on: ['],
    ['no jobs', 'on: push'],
    ['needs in a circle', 'on: push\njobs: { a: { needs: a, runs-on: x, steps: [{ run: "1" }] } }'],
    ['an unknown need', `on: push\njobs: { a: { needs: b, runs-on: x, steps: [{ run: "1" }] } }`],
    ['no runner', 'on: push\njobs: { a: { steps: [{ run: "1" }] } }'],
    ['no steps', 'on: push\njobs: { a: { runs-on: x, steps: [] } }'],
  ])('with %s is invalid', (_, text) => {
    expect(() => parse(text)).toThrow(Error);
  });
});
