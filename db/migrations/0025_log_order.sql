-- Whoever reads the log on from an id must miss nothing. An identity hands out its numbers when rows are inserted, and
-- transactions commit in another order: a row with a smaller number could appear after a larger one was read. So each
-- line gets the number by which it is known at the very end of its transaction, one transaction after the other: once a
-- line can be seen, so can all that have smaller numbers.
-- The lock is held for the commit alone. NOTIFY lets only one transaction commit at a time anyway, so that it costs no
-- concurrency; and as it is the last one taken, nobody who holds it waits for a row.
drop trigger notify on activity;
drop function notify_activity();

create function number_activity() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('flotilla activity'));
  update activity set id = default where id = new.id;
  -- Listeners read on from where they are; equal notices of one transaction become one.
  perform pg_notify('flotilla_activity', '');
  return null;
end $$;
create constraint trigger number after insert on activity deferrable initially deferred
  for each row execute function number_activity();
