import { z } from 'zod';
import { CLOSE_CODES } from './close-codes.ts';
import { ClientMessage, ServerMessage } from './messages.ts';

type Json = Readonly<Record<string, unknown>>;

const DESCRIPTION = `Everything that happens, as it happens. Ask for a ticket (\`POST /api/ws-tickets\`, described in
/openapi.json), connect to \`/ws?ticket=...\` within half a minute, and \`subscribe\`. Resume with the \`id\` of the last
\`activity\`: nothing is missing and nothing comes twice. Browsers answer pings by themselves, as do most libraries.
A socket closes with one of these codes, after a \`closing\` that says more:

${Object.values(CLOSE_CODES)
  .map(({ code, means }) => `- ${code}: ${means}`)
  .join('\n')}`;

/** The messages of the socket as AsyncAPI 3, written from their schemas. */
export function asyncapi(): Json & { readonly asyncapi: string } {
  const sent = ClientMessage.options.map(described);
  const received = ServerMessage.options.map(described);
  const refs = (messages: typeof sent): readonly Json[] =>
    messages.map(({ name }) => ({ $ref: `#/channels/live/messages/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Flotilla, live', version: '0.1.0', description: DESCRIPTION },
    defaultContentType: 'application/json',
    channels: {
      live: {
        address: '/ws?ticket={ticket}',
        parameters: { ticket: { description: 'What POST /api/ws-tickets gave.' } },
        messages: Object.fromEntries([...sent, ...received].map((one) => [one.name, one.message])),
      },
    },
    operations: {
      ask: { action: 'receive', channel: { $ref: '#/channels/live' }, messages: refs(sent) },
      tell: { action: 'send', channel: { $ref: '#/channels/live' }, messages: refs(received) },
    },
  };
}

function described(schema: z.ZodType): { readonly name: string; readonly message: Json } {
  const { title = '', description } = schema.meta() ?? {};
  return { name: title, message: { name: title, summary: description, payload: z.toJSONSchema(schema) } };
}
