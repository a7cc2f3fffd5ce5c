create table contacts (
  handle text primary key check (handle ~ '^[A-Za-z0-9_-]{22}$'),
  key_id bigint not null,
  address bytea not null,
  address_index bytea not null check (octet_length(address_index) = 32),
  language text not null check (language in ('en', 'de')),
  created_at timestamptz not null,
  verified_at timestamptz,
  undeliverable_since timestamptz
);

create index contacts_address on contacts (address_index, created_at);

create index contacts_unverified on contacts (created_at) where verified_at is null;

create table verifications (
  contact text primary key references contacts (handle) on delete cascade,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  expires_at timestamptz not null
);

create index verifications_expiry on verifications (expires_at);

create table outgoing (
  id text primary key check (id ~ '^[0-9a-f]{32}$'),
  call_index bytea unique check (octet_length(call_index) = 32),
  contact text not null references contacts (handle) on delete cascade,
  template text not null,
  purpose text not null check (purpose in ('security', 'account', 'policy', 'payments', 'newsletter')),
  content bytea,
  state text not null check (state in ('waiting', 'sending', 'sent', 'refused', 'given_up', 'dropped')),
  attempts integer not null,
  next_at timestamptz not null,
  last_fault text,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((finished_at is null) = (state in ('waiting', 'sending'))),
  check (finished_at is null or content is null)
);

create index outgoing_contact on outgoing (contact);

create index outgoing_finished on outgoing (finished_at);

create index outgoing_tried on outgoing (next_at) where finished_at is null and attempts > 0;

create table bounces (
  id bigint primary key,
  contact text not null references contacts (handle) on delete cascade,
  code integer not null check (code between 500 and 599),
  enhanced_code text check (enhanced_code ~ '^5\.\d{1,3}\.\d{1,3}$'),
  at timestamptz not null
);

create index bounces_contact on bounces (contact);

create index bounces_at on bounces (at);
