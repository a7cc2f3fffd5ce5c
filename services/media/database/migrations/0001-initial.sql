create table uploads (
  id bigint primary key,
  account_id bigint not null,
  key_id bigint not null,
  blob text not null unique check (blob ~ '^[0-9a-f]{32}$'),
  used boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create index uploads_account on uploads (account_id);
create index uploads_expiry on uploads (expires_at);

create table pictures (
  hash text primary key check (hash ~ '^[0-9a-f]{32}$'),
  account_id bigint not null,
  owner_id bigint not null,
  use text not null check (use in ('avatar', 'banner', 'logo')),
  key_id bigint not null,
  sizes integer[] not null,
  created_at timestamptz not null
);

create index pictures_account on pictures (account_id);
