-- Files that arrive, or have arrived and wait to be used. `received` counts bytes of whole pieces.
create table waiting_files (
  id bigint primary key,
  account_id bigint not null,
  -- Of this file alone: seals file_key until another key does.
  key_id bigint not null,
  blob text not null unique check (blob ~ '^[0-9a-f]{32}$'),
  file_key bytea not null,
  size integer not null check (size > 0),
  received integer not null check (received <= size),
  -- Until then one request has it, in whatever process: nobody else writes its pieces.
  taken_until timestamptz,
  -- Null until it is whole and was looked at.
  media_type text,
  width integer,
  height integer,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index waiting_files_account on waiting_files (account_id);
create index waiting_files_expiry on waiting_files (expires_at);

-- A bundle holds all of one message. Nothing here says who wrote it but the key, which is a membership's.
create table attachments (
  id bigint primary key,
  bundle bigint not null,
  channel_id bigint not null,
  key_id bigint not null,
  blob text not null unique check (blob ~ '^[0-9a-f]{32}$'),
  file_key bytea not null,
  size integer not null,
  media_type text not null,
  created_at timestamptz not null,
  -- Nobody has said yet that its message exists.
  unsettled boolean not null
);
create index attachments_bundle on attachments (bundle);
create index attachments_channel on attachments (channel_id);
create index attachments_key on attachments (key_id);
create index attachments_unsettled on attachments (created_at) where unsettled;

-- Keys of files that another key seals now. Until they are destroyed, old pages of the database could open those files.
create table spent_keys (
  key_id bigint primary key,
  spent_at timestamptz not null
);

create table guild_pictures (
  hash text primary key check (hash ~ '^[0-9a-f]{32}$'),
  guild_id bigint not null,
  owner_id bigint not null,
  use text not null check (use in ('icon', 'guild_banner', 'role_icon', 'emoji', 'sticker')),
  key_id bigint not null,
  sizes integer[] not null,
  animated boolean not null,
  created_at timestamptz not null
);
create index guild_pictures_guild on guild_pictures (guild_id);
create index guild_pictures_owner on guild_pictures (owner_id);

-- Of members, who are known here by the key that seals what they write in that guild.
create table member_pictures (
  hash text primary key check (hash ~ '^[0-9a-f]{32}$'),
  guild_id bigint not null,
  key_id bigint not null,
  sizes integer[] not null,
  created_at timestamptz not null
);
create index member_pictures_guild on member_pictures (guild_id);
create index member_pictures_key on member_pictures (key_id);
