import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';

/** What a model sees of an answer, and what a program does. */
export interface McpAnswer {
  readonly refused: boolean;
  readonly words: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The official client with a token, in the newest revision that both know, or in one with a handshake. */
export async function mcpClient(url: string, token: string, mode: 'auto' | 'legacy' = 'auto') {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit }));
  onTestFinished(() => client.close());
  async function call(
    name: string,
    args: Readonly<Record<string, unknown>> = {},
    signal?: AbortSignal,
  ): Promise<McpAnswer> {
    const {
      content,
      structuredContent,
      isError = false,
    } = await client.callTool({ name, arguments: { ...args } }, signal && { signal });
    const [text] = content;
    const data = (structuredContent ?? {}) as McpAnswer['data'];
    return { refused: isError, words: text?.type === 'text' ? text.text : '', data };
  }
  return { client, call };
}
