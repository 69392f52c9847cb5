import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenSession } from '../../src/app/create-token-session.ts';
import { tokenCommand } from '../../src/cli/token-command.ts';
import type { TokenWish } from '../../src/core/model/api-token.ts';
import { apiTokens } from '../../src/db/api-tokens.ts';
import type { ApiTokens } from '../../src/ports.ts';
import { recordingTerminal, type Said } from '../support/recording-terminal.ts';
import { silentLog } from '../support/silent-log.ts';
import { createFixture, must, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let tokens: ApiTokens;
let acme: string;
let other: string;
beforeAll(async () => {
  fixture = await createFixture();
  tokens = apiTokens(fixture.pool);
  const [one, two] = [await fixture.configured(), await fixture.configured()];
  [acme, other] = [`${one.owner}/${one.name}`, `${two.owner}/${two.name}`];
});
afterAll(() => fixture.close());

function wish(changes: Partial<TokenWish> = {}): TokenWish {
  return { name: 'laptop', scope: 'read', repository: acme, agent: null, days: 30, ...changes };
}

async function made(changes: Partial<TokenWish> = {}) {
  const result = await tokens.create(wish(changes));
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

describe('a token', () => {
  it('is known by its text, of which only a hash is kept', async () => {
    const { token, text } = await made({ repository: acme.toUpperCase() });
    expect(text).toMatch(/^flt_[A-Za-z0-9_-]{43}$/);
    expect(await tokens.meet(text)).toMatchObject({
      id: token.id,
      project: { repository: acme },
      agent: null,
    });
    expect(await tokens.meet(`${text.slice(0, -1)}${text.endsWith('A') ? 'E' : 'A'}`)).toBeNull();
    expect(await tokens.meet('flt_')).toBeNull();
    const stored = JSON.stringify(await fixture.sql('select * from api_tokens where id = $1', [token.id]));
    expect(stored).not.toContain(text.slice(4));
    expect(must((await tokens.meet(text))?.lastUsedAt).getTime()).toBeGreaterThan(token.createdAt.getTime());
  });

  it('is nobody’s once it is revoked, or over', async () => {
    const [revoked, over] = [await made(), await made()];
    expect(await tokens.revoke(revoked.token.id)).toBe(true);
    expect(await tokens.revoke(revoked.token.id)).toBe(false);
    expect(await tokens.meet(revoked.text)).toBeNull();
    await fixture.sql('update api_tokens set expires_at = clock_timestamp() where id = $1', [over.token.id]);
    expect(await tokens.meet(over.text)).toBeNull();
  });

  it('is an agent’s, of the agents that the repository lists', async () => {
    const { text } = await made({ scope: 'agent', agent: 'agent-a' });
    expect(await tokens.meet(text)).toMatchObject({ scope: 'agent', agent: { name: 'agent-a' } });
    const refused = async (changes: Partial<TokenWish>) => {
      const result = await tokens.create(wish(changes));
      return result.ok ? null : result.error.kind;
    };
    expect(await refused({ scope: 'agent' })).toBe('needs_agent');
    expect(await refused({ scope: 'agent', agent: 'mallory' })).toBe('unknown_agent');
    expect(await refused({ agent: 'agent-a' })).toBe('no_agent_wanted');
    expect(await refused({ repository: null })).toBe('needs_repository');
    expect(await refused({ repository: 'acme/nowhere' })).toBe('unknown_repository');
    expect((await made({ scope: 'admin', repository: null })).token.project).toBeNull();
    expect((await made({ scope: 'admin', repository: other })).token.project?.repository).toBe(other);
  });
});

describe('flotilla token', () => {
  async function flotilla(...args: readonly string[]): Promise<Said> {
    const { terminal, said } = recordingTerminal();
    const connect = () => createTokenSession(String(fixture.pool.options.connectionString), silentLog);
    await tokenCommand({ terminal, connect }).parseAsync(args, { from: 'user' });
    return said();
  }

  it('makes one, shows it once, lists it without its text, and revokes it', async () => {
    const forAgent = ['--name', 'ci', '--scope', 'agent', '--agent', 'agent-a', '--repo', acme];
    const created = await flotilla('create', ...forAgent);
    expect(created).toMatchObject({ code: 0, err: '' });
    const [text = '', , words = ''] = created.out.split('\n');
    const { id } = must(await tokens.meet(text));
    expect(words).toMatch(
      new RegExp(`^This is token ${id}, "ci", good until \\d{4}-\\d\\d-\\d\\d\\. It is not shown again\\.$`),
    );

    const listed = await flotilla('list');
    expect(listed.out).toMatch(
      new RegExp(`^${id} +ci +agent +agent-a in ${acme} +until .* \\d\\d:\\d\\d$`, 'm'),
    );
    expect(listed.out).not.toContain('flt_');
    expect(await flotilla('revoke', String(id))).toEqual({
      code: 0,
      out: `Token ${id} is good for nothing any more.`,
      err: '',
    });
    expect(await tokens.meet(text)).toBeNull();
    expect((await flotilla('list')).out).toMatch(new RegExp(`^${id} +ci .* revoked `, 'm'));
  });

  it.each([
    [
      ['create', '--name', 'x', '--scope', 'root'],
      '--scope is one of read, agent, maintain, admin, not "root".',
    ],
    [['create', '--name', ' ', '--scope', 'read'], '--name wants one to a hundred characters.'],
    [['create', '--name', 'x', '--scope', 'read', '--repo', 'a'], '--repo wants owner/name, not "a".'],
    [
      ['create', '--name', 'x', '--scope', 'read', '--days', '0'],
      '--days is a whole number from 1 to 3650, not "0".',
    ],
    [['revoke', 'x'], 'A token is named by its number, as 3, not by "x". "flotilla token list" shows them.'],
    [['revoke', '999999'], 'There is no token 999999 that is still good for anything.'],
    [
      ['create', '--name', 'x', '--scope', 'agent', '--repo', 'acme/nowhere'],
      /^This database knows nothing of acme\/nowhere, only of /,
    ],
  ] as const)('says what is wrong with %j', async (args, problem) => {
    const said = await flotilla(...args);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toMatch(problem);
    expect(JSON.parse((await flotilla(...args, '--json')).out)).toMatchObject({ ok: false });
  });
});
