import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { VERSION } from '../../core/version.ts';
import type { Log } from '../../ports.ts';
import type { ApiDeps } from '../api/api-deps.ts';
import type { BriefDeps } from '../brief-routes.ts';
import { Problem } from '../api/refusals.ts';
import { HttpProblem } from '../http-problem.ts';
import type { LiveDeps } from '../live/live-deps.ts';
import { isAllowedOrigin } from '../live/is-allowed-origin.ts';
import { callTool } from './call-tool.ts';
import { addResources } from './resources.ts';
import type { ToolCall, ToolDeps } from './tool.ts';
import { TOOLS } from './tools.ts';
import { createWaits } from './waits.ts';

interface McpDeps extends ApiDeps, BriefDeps {
  readonly live: Pick<LiveDeps['live'], 'feed' | 'tickets'>;
  readonly log: Log;
}

const INSTRUCTIONS = [
  'Flotilla hands out tasks, each an issue on GitHub, and lands what was tested.',
  'Begin with next_task or list_ready_tasks, claim_task one, and get_brief: it names the branch to push and where it starts.',
  'While you work call heartbeat every few minutes and report_progress now and then.',
  'Open a pull request as the brief says. enqueue it with the commit id of its head once its checks are green, and wait_for_event until it landed; explain says why one was taken out.',
].join('\n');
/** What comes in and goes out is JSON-RPC, whose messages the protocol describes. */
const message = z.looseObject({ jsonrpc: z.literal('2.0') });
const SCHEMA: FastifySchema = {
  summary: 'The Model Context Protocol, for agents',
  description:
    'Streamable HTTP without sessions; https://modelcontextprotocol.io/specification describes it.',
  tags: ['mcp'],
  response: {
    200: {
      description: 'What was asked for.',
      content: { 'application/json': { schema: message }, 'text/event-stream': { schema: z.string() } },
    },
    202: z.undefined().describe('A notification was taken.'),
    400: z.union([message, Problem]).describe('It is no message of the protocol.'),
    401: Problem,
    403: Problem,
    406: message,
    415: z.union([message, Problem]),
  },
};
/** What is promised, as JSON has it: a time is text there. Compiled once, while servers are made for each request. */
const OUTPUTS = new Map(
  TOOLS.map(({ name, output }) => [name, fromJsonSchema(z.toJSONSchema(output, { io: 'input' }) as object)]),
);

/**
 * `/mcp`: the Model Context Protocol over streamable HTTP, in its stateless revision and those before, each request
 * answered by itself. https://modelcontextprotocol.io/specification
 */
export function mcpRoutes(deps: McpDeps, origins: readonly string[]): FastifyPluginAsyncZod {
  return async function routes(scope) {
    const waits = createWaits(deps.live.feed, deps.live.tickets);
    const calls = new WeakMap<Request, ToolCall>();
    const handler = createMcpHandler(
      ({ requestInfo }) => {
        const call = requestInfo && calls.get(requestInfo);
        if (!call) throw new Error('nobody calls');
        return serverFor({ ...deps, waits }, call);
      },
      // Nobody is told when lists change: wait_for_event says what happened, to whom it concerns.
      {
        maxSubscriptions: 0,
        onerror: (error) => deps.log.debug({ err: error }, 'an MCP request was not served'),
      },
    );
    scope.addHook('preClose', () => waits.stop());
    // Once what was begun is answered.
    scope.addHook('onClose', () => handler.close());

    scope.post('/mcp', { config: { policy: 'read' }, schema: SCHEMA }, async (request, reply) => {
      const { headers, caller, body } = request;
      if (!isAllowedOrigin(headers.origin, headers.host, origins))
        throw new HttpProblem(
          403,
          'Pages from there may not ask here; CORS_ORIGINS and PUBLIC_URL say which may.',
        );
      if (caller === null) throw new Error('anybody may call');
      const asked = webRequest(request, reply);
      calls.set(asked, { caller, signal: asked.signal });
      return reply.send(await handler.fetch(asked, { parsedBody: body }));
    });
  };
}

function serverFor(deps: ToolDeps & { readonly log: Log }, call: ToolCall): McpServer {
  const server = new McpServer({ name: 'flotilla', version: VERSION }, { instructions: INSTRUCTIONS });
  for (const tool of TOOLS) {
    const { name, title, description, input: inputSchema, scope } = tool;
    const outputSchema = OUTPUTS.get(name);
    const annotations = { readOnlyHint: scope === 'read', openWorldHint: false };
    server.registerTool(
      name,
      { title, description, inputSchema, annotations, ...(outputSchema ? { outputSchema } : {}) },
      (said) => callTool(deps, tool, call, said),
    );
  }
  addResources(server, deps, call.caller);
  return server;
}

/** The same without what opened the door, and over when whoever asked is gone. */
function webRequest({ method, headers, url }: FastifyRequest, { raw: answer }: FastifyReply): Request {
  const gone = new AbortController();
  answer.once('close', () => gone.abort());
  const passed = new Headers();
  for (const name of ['accept', 'content-type', 'last-event-id']) {
    const value = headers[name];
    if (typeof value === 'string') passed.set(name, value);
  }
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith('mcp-') && typeof value === 'string') passed.set(name, value);
  return new Request(new URL(url, 'http://flotilla.invalid'), {
    method,
    headers: passed,
    signal: gone.signal,
  });
}
