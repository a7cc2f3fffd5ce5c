create table requests (
  id int8 primary key,
  -- Null once the account has been erased.
  account_id int8,
  person_id int8,
  kind text not null,
  mode text check (mode in ('pseudonymise', 'everything')),
  scope text not null check (scope in ('account', 'person')),
  state text not null check (state in ('waiting', 'running', 'ready', 'done', 'refused', 'withdrawn')),
  received_at timestamptz not null,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  finished_at timestamptz,
  check ((kind = 'erasure') = (mode is not null))
);
create index requests_account on requests (account_id);
create index requests_person on requests (person_id);
create index requests_finished on requests (finished_at);
create unique index requests_one_erasure on requests (account_id)
  where kind = 'erasure' and state in ('waiting', 'running');
