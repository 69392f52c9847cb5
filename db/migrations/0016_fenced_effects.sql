-- Each claim of an effect has a fence of its own, and what is being sent differs from what only waits for its turn.
alter table effects
  add column fence bigint not null default 0,
  add column begun boolean not null default false;
