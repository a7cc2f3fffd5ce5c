create table notes (
  id bigint primary key,
  title text not null,
  body bytea,
  tags text[] not null default '{}',
  extra jsonb,
  done boolean not null default false,
  at timestamptz not null default now()
);

create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  name text not null,
  refs jsonb not null,
  at timestamptz not null default now()
);
