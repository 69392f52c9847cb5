-- What a write came to, kept in the transaction that did it: whoever dies before its answer is kept is followed by one
-- that answers from this and does nothing more.
alter table api_answers add column done jsonb;
