create table applications (
  id bigint primary key,
  owner_account_id bigint not null,
  key_id bigint not null,
  name bytea not null,
  description bytea not null,
  terms_url bytea not null,
  privacy_url bytea not null,
  redirect_uris bytea not null,
  client_secret_hash bytea not null check (octet_length(client_secret_hash) = 32),
  bot_token_hash bytea unique check (octet_length(bot_token_hash) = 32),
  has_bot boolean not null,
  created_at timestamptz not null
);

create index applications_owner on applications (owner_account_id);
