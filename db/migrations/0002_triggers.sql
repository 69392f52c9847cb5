create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at = clock_timestamp();
  return new;
end $$;

create trigger touch before update on projects for each row execute function touch_updated_at();
create trigger touch before update on epics for each row execute function touch_updated_at();
create trigger touch before update on tasks for each row execute function touch_updated_at();
create trigger touch before update on agents for each row execute function touch_updated_at();
create trigger touch before update on assignments for each row execute function touch_updated_at();
create trigger touch before update on pull_requests for each row execute function touch_updated_at();
create trigger touch before update on lanes for each row execute function touch_updated_at();
create trigger touch before update on merge_entries for each row execute function touch_updated_at();
create trigger touch before update on effects for each row execute function touch_updated_at();

-- What ended stays ended: no late or frozen writer can revive an entry.
create function refuse_to_revive_entry() returns trigger language plpgsql as $$
begin
  raise exception 'merge entry % has ended as %', old.id, old.state using errcode = 'integrity_constraint_violation';
end $$;
create trigger ended_entries_stay before update on merge_entries for each row
  when (old.state in ('landed', 'ejected') and (new.state, new.reason, new.landed_sha) is distinct from (old.state, old.reason, old.landed_sha))
  execute function refuse_to_revive_entry();

create function notify_activity() returns trigger language plpgsql as $$
begin
  perform pg_notify('flotilla_activity', new.id::text);
  return null;
end $$;
create trigger notify after insert on activity for each row execute function notify_activity();

create function refuse_to_rewrite_history() returns trigger language plpgsql as $$
begin
  raise exception 'activity is append-only' using errcode = 'integrity_constraint_violation';
end $$;
create trigger append_only before update on activity for each row
  when ((old.kind, old.actor, old.detail, old.at) is distinct from (new.kind, new.actor, new.detail, new.at))
  execute function refuse_to_rewrite_history();
