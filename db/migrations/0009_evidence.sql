-- Evidence is only added to. What was said stays as it was said; all that may change is that somebody made surer of it.
create function evidence_rank(grade text) returns integer immutable language sql as
  $$ select case grade when 'claimed' then 1 when 'observed' then 2 else 3 end $$;

create function refuse_to_change_evidence() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is append-only' using errcode = 'integrity_constraint_violation';
end $$;
create trigger append_only before update on evidence for each row
  when ((old.type, old.ref, old.summary, old.url, old.created_at)
          is distinct from (new.type, new.ref, new.summary, new.url, new.created_at)
        or evidence_rank(new.grade) < evidence_rank(old.grade))
  execute function refuse_to_change_evidence();
