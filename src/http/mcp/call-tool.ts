import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { covers } from '../../core/model/api-token.ts';
import type { Log } from '../../ports.ts';
import { HttpProblem } from '../http-problem.ts';
import type { Tool, ToolCall, ToolDeps } from './tool.ts';

/** What a tool answers; a refusal in the words that a comment would have been answered, for a model to read. */
export async function callTool(
  deps: ToolDeps & { readonly log: Log },
  tool: Tool,
  call: ToolCall,
  said: unknown,
): Promise<CallToolResult> {
  const { scope } = call.caller;
  try {
    if (!covers(scope, tool.scope))
      throw new HttpProblem(403, `This needs a token of scope ${tool.scope}; yours is of scope ${scope}.`);
    const { words, data } = await tool.run(deps, call, said);
    return {
      content: [{ type: 'text', text: words }],
      structuredContent: z.encode(tool.output, data as never),
    };
  } catch (error) {
    if (error instanceof HttpProblem) return refused(error);
    deps.log.error({ err: error, tool: tool.name }, 'a tool failed');
    return refused(new HttpProblem(500, 'Something went wrong here, and was logged. Call it again.'));
  }
}

function refused({ message, statusCode: status, members }: HttpProblem): CallToolResult {
  const structuredContent = JSON.parse(JSON.stringify({ status, detail: message, ...members })) as Record<
    string,
    unknown
  >;
  return { isError: true, content: [{ type: 'text', text: message }], structuredContent };
}
