/** A process that starts the embedded server in the folder it is given, prints the port, and waits to be ended. */
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { silentLog } from './silent-log.ts';

const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: silentLog, fast: true });
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
process.stdout.write(`${server.port}\n`);
setInterval(() => undefined, 60_000);
