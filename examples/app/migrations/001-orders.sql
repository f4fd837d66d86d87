-- up
create table orders (
  id bigint generated always as identity primary key,
  item text not null,
  made_at timestamptz not null default now()
);
-- down
drop table orders;
