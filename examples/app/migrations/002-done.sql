-- up
-- Added with nothing to fill in, so that the version which is running goes on: see "in two releases" in docs/guides/rollouts.md.
alter table orders add column done_at timestamptz;
create index orders_waiting on orders (id) where done_at is null;
-- down
drop index orders_waiting;
alter table orders drop column done_at;
