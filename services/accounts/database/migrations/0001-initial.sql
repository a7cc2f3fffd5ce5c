create table persons (
  id bigint primary key,
  key_id bigint not null,
  password_hash bytea not null,
  created_at timestamptz not null,
  suspended_at timestamptz
);

create table administrators (
  person_id bigint primary key references persons (id) on delete cascade,
  since timestamptz not null
);

create table accounts (
  id bigint primary key,
  person_id bigint references persons (id) on delete cascade,
  kind text not null check (kind in ('primary', 'secondary', 'bot')),
  profile_key_id bigint not null,
  username bytea not null,
  username_index bytea not null unique check (octet_length(username_index) = 32),
  username_skeleton bytea not null unique check (octet_length(username_skeleton) = 32),
  display_name bytea,
  bio bytea,
  created_at timestamptz not null,
  forgotten_at timestamptz,
  check ((kind = 'bot') = (person_id is null))
);

create index accounts_person on accounts (person_id);

create unique index accounts_one_primary on accounts (person_id) where kind = 'primary';

create table sessions (
  id bigint primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  person_id bigint not null references persons (id) on delete cascade,
  account_id bigint not null references accounts (id) on delete cascade,
  device bytea not null,
  created_at timestamptz not null,
  proved_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);

create index sessions_person on sessions (person_id);

create index sessions_account on sessions (account_id);

create index sessions_expiry on sessions (expires_at);

create table used_challenges (
  nonce_hash bytea primary key check (octet_length(nonce_hash) = 32),
  expires_at timestamptz not null
);

create index used_challenges_expiry on used_challenges (expires_at);

create table reserved_usernames (
  skeleton bytea primary key check (octet_length(skeleton) = 32),
  until timestamptz not null
);
