/** Keeps cookies and follows no redirect by itself, as a test wants to look at each. `page`: whose page it is on. */
export function createBrowser({ page }: { readonly page: string | null }) {
  const cookies = new Map<string, string>();
  const set: string[] = [];

  async function ask(
    url: string,
    {
      method = 'GET',
      body,
      headers = {},
    }: { method?: string; body?: object; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        // Browsers say where from with what may change something.
        ...(method === 'GET' || page === null ? {} : { origin: page }),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      set.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  return { ask, cookies, set };
}
