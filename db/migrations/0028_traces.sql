-- Of what a delivery, and what is to change on GitHub, is a part (W3C Trace Context); null: nobody traces.
alter table deliveries add column trace text check (length(trace) <= 100);
alter table effects add column trace text check (length(trace) <= 100);
