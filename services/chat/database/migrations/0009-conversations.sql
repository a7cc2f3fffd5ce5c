-- Conversations are guilds of another kind: what is written in them goes the way of every message, and is sealed, read
-- and erased as there. 0: a guild. 1: direct, between two. 3: a group.
alter table guilds add column kind integer not null default 0 check (kind in (0, 1, 3));

-- Whether somebody put a direct conversation away, until the next message in it.
alter table members add column hidden boolean not null default false;

-- One direct conversation for every two accounts, with a row for each of them.
create table direct_pairs (
  account_id bigint not null,
  other_id bigint not null,
  guild_id bigint not null references guilds on delete cascade,
  primary key (account_id, other_id)
);
create index direct_pairs_other on direct_pairs (other_id);
create index direct_pairs_guild on direct_pairs (guild_id);

-- What an account thinks of another. 1: friend. 2: blocked. 3: asked by it. 4: has asked it.
create table relationships (
  account_id bigint not null,
  other_id bigint not null,
  type integer not null check (type between 1 and 4),
  since timestamptz not null,
  primary key (account_id, other_id)
);
create index relationships_other on relationships (other_id);

-- With a key of its own, which also seals the notes.
create table personal_settings (
  account_id bigint primary key,
  key_id bigint not null,
  settings bytea,
  notifications bytea
);

create table notes (
  account_id bigint not null,
  other_id bigint not null,
  note bytea not null,
  primary key (account_id, other_id)
);
create index notes_other on notes (other_id);
