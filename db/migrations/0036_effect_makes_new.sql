-- Whether sending an effect again, without having seen what came of the first time, would show it twice.
create function effect_makes_new(e effects) returns boolean language sql immutable as $$
  select e.kind not in ('labels', 'reaction', 'reopen', 'dependency') and (e.external_id is null or e.kind = 'check')
$$;

create or replace function effect_claim_over(e effects) returns timestamptz language sql stable as $$
  select e.leased_until
       + case when e.begun and effect_makes_new(e) then interval '30 seconds' else interval '0' end
$$;
