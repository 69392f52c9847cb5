import { describe, expect, it } from 'vitest';
import type { ProjectId } from '../../src/core/model/ids.ts';
import type { Snapshot } from '../../src/core/progress/snapshot.ts';
import type { ProjectSummary } from '../../src/core/progress/summary.ts';
import { startServer } from './http-support.ts';

const TOKEN = 'a token for operators';
const progress = { tasks: 2, done: 1, hours: 4, doneHours: 2, claimed: 55, verified: 50 };
const snapshot: Snapshot = { at: new Date(0), project: progress, hoursPerDay: 1, epics: [] };
const summary: ProjectSummary = {
  progress,
  velocity: { hoursPerDay: 1, multiplier: 0.125, days: 2 },
  eta: { madeAt: new Date(0), p50: new Date(1), p85: null },
  hits: { scored: 4, p50: 0.5, p85: 0.75 },
  epics: [],
};

async function start(adminToken: string | null = TOKEN) {
  const asked: (readonly [ProjectId, number])[] = [];
  let takes = 0;
  const { url } = await startServer({
    adminToken,
    progress: {
      known: async (project) => project === 7,
      // The second one is of the same minute.
      snapshot: async () => (takes += 1) === 1,
      summary: async () => summary,
      history: async (project, limit) => {
        asked.push([project, limit]);
        return [snapshot];
      },
    },
  });
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const take = (body: unknown) =>
    fetch(`${url}/api/progress/snapshot`, { method: 'POST', headers, body: JSON.stringify(body) });
  const get = (path: string) => fetch(`${url}/api/progress/${path}`, { headers });
  return { url, asked, take, get };
}

describe('progress', () => {
  it('is taken on demand, once a minute, with the forecast and how often earlier ones held', async () => {
    const { take } = await start();
    const first = await take({ projectId: 7 });
    expect(first.status).toBe(201);
    expect(await first.json()).toMatchObject({
      taken: true,
      snapshot: { at: '1970-01-01T00:00:00.000Z', project: { verified: 50 } },
      summary: { eta: { p50: '1970-01-01T00:00:00.001Z' }, hits: { scored: 4, p50: 0.5, p85: 0.75 } },
    });
    const second = await take({ projectId: 7 });
    expect([second.status, await second.json()]).toMatchObject([200, { taken: false }]);
  });

  it.each([{}, null, { projectId: 8 }, { projectId: '7; drop' }, { projectId: -7 }, { projectId: [7, 8] }])(
    'has no project %j',
    async (body) => {
      const { take } = await start();
      expect((await take(body)).status).toBe(body?.projectId === 8 ? 404 : 400);
    },
  );

  it('is read as a summary and as a history of so many', async () => {
    const { asked, get } = await start();
    expect(await (await get('summary?projectId=7')).json()).toMatchObject({ hits: { scored: 4 } });
    expect((await get('summary')).status).toBe(400);
    expect(await (await get('history/7')).json()).toMatchObject({ snapshots: [{ hoursPerDay: 1 }] });
    await get('history/7?limit=5');
    for (const limit of ['99999', 'all', '-1'])
      expect((await get(`history/7?limit=${limit}`)).status).toBe(400);
    expect(asked).toEqual([100, 5].map((limit) => [7, limit]));
    expect((await get('history/8')).status).toBe(404);
  });

  it('is for operators', async () => {
    const { url } = await start();
    for (const [path, method] of [
      ['summary?projectId=7', 'GET'],
      ['history/7', 'GET'],
      ['snapshot', 'POST'],
    ]) {
      expect((await fetch(`${url}/api/progress/${path}`, { method: method ?? '' })).status).toBe(401);
    }
    const bare = await start(null);
    expect((await bare.get('summary?projectId=7')).status).toBe(401);
  });
});
