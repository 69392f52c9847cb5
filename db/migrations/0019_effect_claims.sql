-- When somebody else may send an effect whose executor was not heard of again: when its claim has run out, and, for what
-- would then be there twice, when every replica shows what may have been sent (they are up to 30 s behind).
create function effect_claim_over(e effects) returns timestamptz language sql stable as $$
  select e.leased_until
       + case when e.begun and e.kind not in ('labels', 'reaction', 'reopen', 'dependency')
                           and (e.external_id is null or e.kind = 'check')
              then interval '30 seconds' else interval '0' end
$$;
