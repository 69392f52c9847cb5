import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresAdminUrl: string;
    readonly postgresTemplate: string;
  }
}

declare global {
  /** The set-up runs once per project, in one process but in separate modules: they meet here and share one server. */
  var flotillaTestServer: { users: number; readonly server: Promise<TestServer> } | undefined;
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = (globalThis.flotillaTestServer ??= { users: 0, server: startTestServer() });
  run.users += 1;
  const server = await run.server;
  project.provide('postgresAdminUrl', server.adminUrl);
  project.provide('postgresTemplate', server.template);
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    globalThis.flotillaTestServer = undefined;
    await server.close();
  };
}
