/** The first field of the operation, `updateRefs` or `repository`: what knobs and the request log call it. */
export function firstField(body: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof body.query !== 'string') return undefined;
  const bare = body.query.replace(/#.*$/gm, '').replace(/\([^()]*\)/g, '');
  const field = /\{\s*(?:\w+\s*:\s*)?(\w+)/.exec(bare);
  return field?.[1];
}
