import { z } from 'zod';
import { CLOSE_CODES } from '../../src/http/live/close-codes.ts';
import { ClientMessage, ServerMessage } from '../../src/http/live/messages.ts';

/** What is said on a socket, and with what it is closed, for the README. */
export function liveTables(): string {
  const codes = Object.values(CLOSE_CODES).map(({ code, means }) => `| ${code} | ${means} |`);
  return [
    '| you say | with (those with a `?` may be left out) | |',
    '| --- | --- | --- |',
    ...ClientMessage.options.map(row),
    '',
    '| you hear | with | |',
    '| --- | --- | --- |',
    ...ServerMessage.options.map(row),
    '',
    '| closed with | because |',
    '| --- | --- |',
    ...codes,
  ].join('\n');
}

function row(schema: z.ZodType): string {
  const { title = '', description = '', properties = {}, required = [] } = z.toJSONSchema(schema);
  const fields = Object.keys(properties)
    .filter((name) => name !== 'type')
    .map((name) => `\`${name}${required.includes(name) ? '' : '?'}\``);
  return `| \`${title}\` | ${fields.join(' ')} | ${description} |`;
}
