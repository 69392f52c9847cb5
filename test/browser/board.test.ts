import { describe, expect } from 'vitest';
import { hasChromium, openChromium, type Tab } from '../support/chromium.ts';
import { openTask, say } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

const TITLE = 'Write <img src=x onerror="document.title=1"> & the parser';

async function signedIn(world: World): Promise<Tab> {
  const link = await world.app.signInLink();
  if (link === null) throw new Error('there is no link');
  const tab = await openChromium();
  await tab.go(link.url);
  await tab.sees(`document.querySelector('#live')?.textContent === 'Live'`);
  return tab;
}

const shows = (text: string) =>
  `document.querySelector('#board').innerText.includes(${JSON.stringify(text)})`;

describe.skipIf(!hasChromium)('the board of who signed in, in Chromium', () => {
  it('shows what happens as it happens, without being loaded again', async ({ newWorld }) => {
    const world = await newWorld();
    const issue = await openTask(world, { title: TITLE });
    const tab = await signedIn(world);
    await tab.sees(shows(TITLE));
    expect(await tab.see(`document.title`)).toBe('Flotilla');
    expect(await tab.see(`document.querySelectorAll('#board img').length`)).toBe(0);

    await tab.see(`window.loadedOnce = true`);
    await say(world, issue, world.agentD, '/claim');
    await tab.sees(shows('in progress'));
    await tab.sees(shows('task.claimed #1 by agent-d'));
    expect(await tab.see(`window.loadedOnce`)).toBe(true);
    expect(tab.complaints).toEqual([]);
  });

  it('asks for another sign-in where this one is over', async ({ newWorld }) => {
    const world = await newWorld();
    await openTask(world, { title: TITLE });
    const tab = await signedIn(world);
    await tab.see(`document.querySelector('#sign-out').click()`);
    await tab.sees(`document.querySelector('meta[http-equiv=refresh]')`);
    expect(await tab.see(`document.querySelector('#sign-out')`)).toBeNull();
  });
});
