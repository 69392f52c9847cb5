import { createHmac, randomBytes } from 'node:crypto';
import type { Sessions } from '../ports.ts';
import { maybe, run, type Sql } from './sql.ts';

const FORM = /^[A-Za-z0-9_-]{43}$/;
/** People are asked again each week, even those who never stop. */
const GOOD_FOR_SECONDS = 7 * 24 * 3_600;
const SIGN_IN = '10 minutes';
/** From the terminal into the browser. */
const LINK_MINUTES = 15;
/** GitHub is not asked about the operator again. */
const OPERATOR_SECONDS = 24 * 3_600;
const OPERATOR = 'operator';

/** With another `secret`, nobody is signed in any more. */
export function sessions(sql: Sql, secret: string): Sessions {
  const hashOf = (text: string) => createHmac('sha256', secret).update(text).digest();
  return {
    async begin() {
      const [state, browser, verifier] = [random(), random(), random()];
      await run(
        sql,
        `with gone as (delete from sign_ins where expires_at < clock_timestamp())
         insert into sign_ins (state, browser, verifier, expires_at)
         values ($1::bytea, $2::bytea, $3::text, clock_timestamp() + $4::interval)`,
        [hashOf(state), hashOf(browser), verifier, SIGN_IN],
      );
      return { state, browser, verifier };
    },
    async finish(state, browser) {
      // Whoever was sent another's way back must not use it up for that other.
      const row = await maybe<{ verifier: string }>(
        sql,
        `delete from sign_ins
          where state = $1::bytea and browser = $2::bytea and expires_at > clock_timestamp()
         returning verifier`,
        [hashOf(state), hashOf(browser)],
      );
      return row?.verifier ?? null;
    },
    async create({ id, login }) {
      const text = random();
      await run(
        sql,
        `with gone as (delete from sessions where expires_at < clock_timestamp())
         insert into sessions (hash, account_id, account_login, expires_at)
         values ($1::bytea, $2::bigint, $3::text, clock_timestamp() + $4::integer * interval '1 second')`,
        [hashOf(text), id, login, GOOD_FOR_SECONDS],
      );
      return { text, forSeconds: GOOD_FOR_SECONDS };
    },
    async offerLink() {
      const text = random();
      await run(
        sql,
        `with gone as (delete from sign_in_links where expires_at < clock_timestamp())
         insert into sign_in_links (hash, expires_at)
         values ($1::bytea, clock_timestamp() + $2::integer * interval '1 minute')`,
        [hashOf(text), LINK_MINUTES],
      );
      return { text, forMinutes: LINK_MINUTES };
    },
    async useLink(link) {
      if (!FORM.test(link)) return null;
      const text = random();
      const row = await maybe(
        sql,
        `with used as (delete from sign_in_links where hash = $1::bytea returning expires_at)
         insert into sessions (hash, account_id, account_login, expires_at)
         select $2::bytea, null, $3::text, clock_timestamp() + $4::integer * interval '1 second'
           from used where expires_at > clock_timestamp()
         returning id`,
        [hashOf(link), hashOf(text), OPERATOR, OPERATOR_SECONDS],
      );
      return row && { text, forSeconds: OPERATOR_SECONDS };
    },
    async meet(text) {
      if (!FORM.test(text)) return null;
      const row = await maybe<{ id: number; account_id: number | null; account_login: string }>(
        sql,
        `select id, account_id, account_login from sessions
          where hash = $1::bytea and revoked_at is null and expires_at > clock_timestamp()`,
        [hashOf(text)],
      );
      if (row === null) return null;
      const { id, account_id, account_login: login } = row;
      return { id, account: account_id === null ? null : { id: account_id, login, isBot: false } };
    },
    async end(text) {
      await run(
        sql,
        'update sessions set revoked_at = clock_timestamp() where hash = $1::bytea and revoked_at is null',
        [hashOf(text)],
      );
    },
  };
}

/** 256 bits: nobody guesses one. As a verifier it has the 43 characters that PKCE asks for at least (RFC 7636). */
function random(): string {
  return randomBytes(32).toString('base64url');
}
