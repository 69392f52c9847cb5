import { z } from 'zod';
import { TOOLS } from '../../src/http/mcp/tools.ts';

/** The tools of MCP, for the README. */
export function mcpTable(): string {
  const rows = TOOLS.map(({ name, description, input, scope }) => {
    const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' });
    const fields = Object.keys(properties).map(
      (field) => `\`${field}${required.includes(field) ? '' : '?'}\``,
    );
    return `| \`${name}\` | ${fields.join(' ')} | ${scope} | ${description} |`;
  });
  return ['| Tool | with (`?`: may be left out) | scope | |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}
