import { describe, expect, it, vi } from 'vitest';
import { OPERATIONS } from './operations.ts';
import { validateAnswer } from './validate-answer.ts';

const LABEL = {
  id: 208045946,
  node_id: 'MDU6TGFiZWwyMDgwNDU5NDY=',
  url: 'https://api.github.com/repos/octocat/Hello-World/labels/bug',
  name: 'bug',
  description: "Something isn't working",
  color: 'f29513',
  default: true,
};
const LABELS = '/repos/{owner}/{repo}/labels';

// Compiling descriptions takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe("GitHub's REST description", () => {
  it('accepts a label and a list of labels', () => {
    expect(validateAnswer('POST', LABELS, 201, LABEL)).toEqual([]);
    expect(validateAnswer('GET', LABELS, 200, [LABEL, { ...LABEL, description: null }])).toEqual([]);
  });

  it.each(Object.keys(LABEL))('misses the field %s', (field) => {
    const rest = Object.fromEntries(Object.entries(LABEL).filter(([name]) => name !== field));
    expect(validateAnswer('POST', LABELS, 201, rest)).toEqual([
      { path: '/', message: `must have required property '${field}'` },
    ]);
  });

  it('names the place of a wrong type, of a wrong format and of a null that may not be', () => {
    const odd = { ...LABEL, id: '1', url: 'labels/bug', color: null };
    expect(validateAnswer('GET', LABELS, 200, [LABEL, odd])).toEqual([
      { path: '/1/id', message: 'must be integer' },
      { path: '/1/url', message: 'must match format "uri"' },
      { path: '/1/color', message: 'must be string' },
    ]);
  });

  it('knows an operation by any name of its parameters', () => {
    expect(validateAnswer('GET', '/repos/{o}/{r}/labels/{label}', 200, LABEL)).toEqual([]);
    expect(
      validateAnswer('get', '/repos/{owner}/{repo}/compare/{base}...{head}', 404, { message: 'x' }),
    ).toEqual([]);
  });

  it('reports an operation and a success that GitHub does not describe', () => {
    expect(validateAnswer('GET', '/nowhere', 200, {})).toMatchObject([
      { message: expect.stringMatching('not described') },
    ]);
    expect(validateAnswer('POST', LABELS, 200, LABEL)).toMatchObject([
      { message: expect.stringMatching('status 200 is not described') },
    ]);
  });

  it('wants no body where there is none and a message in every error', () => {
    const route = '/repos/{owner}/{repo}/git/refs/{ref}';
    expect(validateAnswer('DELETE', route, 204, undefined)).toEqual([]);
    expect(validateAnswer('GET', LABELS, 304, undefined)).toEqual([]);
    expect(validateAnswer('DELETE', route, 204, {})).toEqual([
      { path: '/', message: 'must be empty at 204' },
    ]);
    expect(
      validateAnswer('DELETE', route, 403, { message: 'Resource not accessible by integration' }),
    ).toEqual([]);
    expect(validateAnswer('DELETE', route, 502, {})).toMatchObject([{ path: '/message' }]);
    expect(validateAnswer('POST', LABELS, 422, { message: 'Validation Failed' })).not.toEqual([]);
  });

  it('compiles every operation of the list', () => {
    for (const operation of OPERATIONS) {
      const [method = '', route = ''] = operation.split(' ');
      expect(validateAnswer(method, route, 418, { message: "I'm a teapot" })).toEqual([]);
      for (const status of [200, 201, 202]) {
        expect(validateAnswer(method, route, status, 'a teapot')).not.toEqual([]);
      }
    }
    expect(OPERATIONS.length).toBeGreaterThan(90);
  });
});
