alter table persons
  alter column password_hash drop not null,
  add column imported_hash text,
  add column contact text unique,
  add column pending_contact text unique;

create table passkeys (
  id bigint primary key,
  person_id bigint not null references persons (id) on delete cascade,
  credential_hash bytea not null unique check (octet_length(credential_hash) = 32),
  credential_id bytea not null,
  public_key bytea not null,
  transports bytea not null,
  name bytea not null,
  counter bigint not null,
  synced boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);

create index passkeys_person on passkeys (person_id);

create table totp_secrets (
  person_id bigint primary key references persons (id) on delete cascade,
  secret bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint
);

create table recovery_codes (
  person_id bigint not null references persons (id) on delete cascade,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  created_at timestamptz not null,
  primary key (person_id, code_hash)
);

create table recovery_tokens (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  person_id bigint not null references persons (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create index recovery_tokens_person on recovery_tokens (person_id);

create index recovery_tokens_expiry on recovery_tokens (expires_at);

create table passkey_challenges (
  challenge_hash bytea primary key check (octet_length(challenge_hash) = 32),
  expires_at timestamptz not null
);

create index passkey_challenges_expiry on passkey_challenges (expires_at);

create table known_devices (
  person_id bigint not null references persons (id) on delete cascade,
  device_hash bytea not null check (octet_length(device_hash) = 32),
  last_seen_at timestamptz not null,
  primary key (person_id, device_hash)
);

create index known_devices_seen on known_devices (last_seen_at);

create table leaving_contacts (
  contact text primary key,
  person_id bigint references persons (id) on delete cascade,
  leaves_at timestamptz not null
);

create index leaving_contacts_person on leaving_contacts (person_id);

create index leaving_contacts_time on leaving_contacts (leaves_at);

create table notices (
  id bigint primary key,
  person_id bigint not null references persons (id) on delete cascade,
  contact text not null,
  content bytea not null,
  created_at timestamptz not null
);

create index notices_person on notices (person_id);

create index notices_created on notices (created_at);
