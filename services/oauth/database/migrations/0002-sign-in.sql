alter table applications
  add column client_type text not null default 'confidential' check (client_type in ('confidential', 'public')),
  add column post_logout_redirect_uris bytea,
  add column backchannel_logout_uri bytea,
  add column logo text,
  add column paused boolean not null default false,
  add column suspended_at timestamptz,
  alter column owner_account_id drop not null;

alter table applications alter column client_type drop default, alter column paused drop default;

create table client_secrets (
  id bigint primary key,
  application_id bigint not null references applications (id) on delete cascade,
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  created_at timestamptz not null,
  last_used_at timestamptz
);

create index client_secrets_application on client_secrets (application_id);

insert into client_secrets (id, application_id, secret_hash, created_at)
  select id, id, client_secret_hash, created_at from applications;

alter table applications drop column client_secret_hash;

create table grants (
  account_id bigint not null,
  application_id bigint not null references applications (id) on delete cascade,
  scopes text not null,
  wording smallint not null,
  since timestamptz not null,
  last_used_at timestamptz not null,
  primary key (account_id, application_id)
);

create index grants_application on grants (application_id);

create table sign_ins (
  id bigint primary key,
  account_id bigint not null,
  application_id bigint not null,
  scopes text not null,
  session_id bigint,
  session_uid text unique,
  sid text,
  acr text not null,
  proved_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (account_id, application_id) references grants (account_id, application_id) on delete cascade
);

create index sign_ins_grant on sign_ins (account_id, application_id);
create index sign_ins_session on sign_ins (session_id) where session_id is not null;
create index sign_ins_expires on sign_ins (expires_at);

create table tokens (
  id text primary key check (length(id) = 43),
  kind text not null,
  application_id bigint not null references applications (id) on delete cascade,
  account_id bigint,
  sign_in_id bigint references sign_ins (id) on delete cascade,
  payload bytea,
  user_code_hash bytea unique check (octet_length(user_code_hash) = 32),
  browser_hash bytea check (octet_length(browser_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  check (sign_in_id is not null or kind not in ('AuthorizationCode', 'AccessToken', 'RefreshToken'))
);

create index tokens_application on tokens (application_id);
create index tokens_account on tokens (account_id) where account_id is not null;
create index tokens_sign_in on tokens (sign_in_id) where sign_in_id is not null;
create index tokens_browser on tokens (browser_hash) where browser_hash is not null;
create index tokens_expires on tokens (expires_at);

create table sign_in_counts (
  application_id bigint not null references applications (id) on delete cascade,
  day date not null,
  count integer not null,
  primary key (application_id, day)
);

create table signing_keys (
  kid text primary key,
  algorithm text not null check (algorithm in ('RS256', 'ES256')),
  sealed bytea not null,
  created_at timestamptz not null,
  leaves_at timestamptz not null
);
