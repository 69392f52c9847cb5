/** A process that answers one ring and never finishes, for the test that kills it. Its argument is the place, as JSON. */
import { createDoorbell } from '../../src/queue/create-doorbell.ts';
import { silentLog } from '../support/silent-log.ts';

const bell = createDoorbell(JSON.parse(process.argv[2] ?? ''), silentLog, {
  async deliveries() {
    process.stdout.write('running\n');
    await new Promise(() => {});
  },
  effects: async () => {},
  lane: async () => {},
});
await bell.start();
