-- Which accounts guilds banned, so that other accounts of the same person can be kept out too. Which guild it is, this
-- database does not say.
create table exclusions (
  account_id bigint not null references accounts (id) on delete cascade,
  guild_hash bytea not null check (octet_length(guild_hash) = 32),
  since timestamptz not null,
  primary key (account_id, guild_hash)
);

-- Suspension is of each account: its siblings follow at times of their own.
alter table accounts add column suspended_at timestamptz;

update accounts set suspended_at = persons.suspended_at
from persons where persons.id = accounts.person_id and persons.suspended_at is not null;

alter table persons drop column suspended_at;

-- Since when the erasure of the whole person cannot be taken back any more.
alter table persons add column leaving_at timestamptz;
