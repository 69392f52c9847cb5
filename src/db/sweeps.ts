import { SweepLost, type Sweeps } from '../ports.ts';
import { run, type Sql } from './sql.ts';

/** Who does what is done every so often, and when it is due again, on the database's clock. */
export function sweeps(sql: Sql): Sweeps {
  return {
    async take(name, holder, leaseMs) {
      const taken = await run(
        sql,
        `insert into sweeps as known (name, holder, held_until)
         values ($1::text, $2::uuid, clock_timestamp() + $3::bigint * interval '1 millisecond')
         on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
           where known.due_at <= clock_timestamp()
             and (known.held_until is null or known.held_until <= clock_timestamp())`,
        [name, holder, leaseMs],
      );
      return taken === 1;
    },
    async keep(name, holder, leaseMs) {
      const kept = await run(
        sql,
        `update sweeps set held_until = clock_timestamp() + $3::bigint * interval '1 millisecond'
          where name = $1::text and holder = $2::uuid and held_until > clock_timestamp()`,
        [name, holder, leaseMs],
      );
      if (kept === 0) throw new SweepLost(`the sweep ${name} took too long, and is another's by now`);
    },
    async end(name, holder, { well, inMs }) {
      await run(
        sql,
        `update sweeps
            set holder = null, held_until = null,
                due_at = clock_timestamp() + $3::bigint * interval '1 millisecond',
                ended_at = case when $4::boolean then clock_timestamp() else ended_at end
          where name = $1::text and holder = $2::uuid`,
        [name, holder, inMs, well],
      );
    },
    async makeDue(name) {
      await run(
        sql,
        `insert into sweeps (name) values ($1::text)
         on conflict (name) do update set due_at = clock_timestamp()`,
        [name],
      );
    },
  };
}
