-- Everything refers to memberships by their random reference; memberships.account_id alone ties one to an account.

create table guilds (
  id bigint primary key,
  owner_ref bigint not null,
  guild_key_id bigint not null,
  version bigint not null default 1,
  name bytea not null
);

create table memberships (
  ref bigint primary key,
  guild_id bigint not null references guilds on delete cascade,
  -- Null once its account was erased and the conversation stayed.
  account_id bigint,
  content_key_id bigint not null,
  unique (guild_id, account_id)
);
create index memberships_account on memberships (account_id) where account_id is not null;

alter table guilds add constraint guilds_owner_ref_fkey
  foreign key (owner_ref) references memberships (ref) deferrable initially deferred;

create table members (
  guild_id bigint not null references guilds on delete cascade,
  membership_ref bigint not null references memberships on delete cascade,
  joined_at timestamptz not null,
  nick bytea,
  primary key (guild_id, membership_ref)
);
create index members_membership on members (membership_ref);

create table roles (
  guild_id bigint not null references guilds on delete cascade,
  id bigint not null unique,
  permissions bigint not null,
  position integer not null,
  color integer not null default 0,
  hoist boolean not null default false,
  mentionable boolean not null default false,
  -- The bot whose own role it is.
  managed_by_ref bigint references memberships on delete cascade,
  name bytea not null,
  primary key (guild_id, id)
);
create index roles_managed_by on roles (managed_by_ref) where managed_by_ref is not null;

create table member_roles (
  guild_id bigint not null,
  membership_ref bigint not null,
  role_id bigint not null,
  primary key (guild_id, membership_ref, role_id),
  foreign key (guild_id, membership_ref) references members on delete cascade,
  foreign key (guild_id, role_id) references roles on delete cascade
);
create index member_roles_role on member_roles (guild_id, role_id);

create table channels (
  id bigint primary key,
  guild_id bigint not null references guilds on delete cascade,
  parent_id bigint references channels on delete set null,
  type integer not null,
  position integer not null,
  rate_limit_per_user integer not null default 0,
  name bytea not null,
  topic bytea
);
create index channels_guild on channels (guild_id);
create index channels_parent on channels (parent_id) where parent_id is not null;

create table role_overwrites (
  channel_id bigint not null references channels on delete cascade,
  role_id bigint not null,
  guild_id bigint not null,
  allow bigint not null,
  deny bigint not null,
  primary key (channel_id, role_id),
  foreign key (guild_id, role_id) references roles on delete cascade
);
create index role_overwrites_guild on role_overwrites (guild_id, role_id);

create table member_overwrites (
  channel_id bigint not null references channels on delete cascade,
  membership_ref bigint not null references memberships on delete cascade,
  guild_id bigint not null,
  allow bigint not null,
  deny bigint not null,
  primary key (channel_id, membership_ref)
);
create index member_overwrites_guild on member_overwrites (guild_id);
create index member_overwrites_membership on member_overwrites (membership_ref);

create table invites (
  code text primary key,
  guild_id bigint not null references guilds on delete cascade,
  channel_id bigint not null references channels on delete cascade,
  inviter_ref bigint references memberships on delete set null,
  max_uses integer not null,
  uses integer not null default 0,
  max_age integer not null,
  temporary boolean not null,
  created_at timestamptz not null,
  -- Null: without end.
  expires_at timestamptz,
  check (max_uses = 0 or uses <= max_uses)
);
create index invites_guild on invites (guild_id);
create index invites_channel on invites (channel_id);
create index invites_inviter on invites (inviter_ref) where inviter_ref is not null;
create index invites_expiry on invites (expires_at) where expires_at is not null;

-- One row per text channel: locked by whoever writes messages there, in the order of ids. No row, no writing.
create table channel_heads (
  channel_id bigint primary key references channels on delete cascade,
  guild_id bigint not null,
  last_id bigint,
  last_number bigint not null default 0
);

-- Without foreign keys: the locked head stands for the channel, and thousands of checks a second would buy nothing.
create table messages (
  channel_id bigint not null,
  id bigint not null,
  guild_id bigint not null,
  author_ref bigint not null,
  number bigint not null,
  reply_channel_id bigint,
  reply_message_id bigint,
  edited_at timestamptz,
  kind integer not null,
  flags integer not null default 0,
  mention_everyone boolean not null default false,
  content bytea,
  mentions bytea,
  primary key (channel_id, id)
);
create index messages_author on messages (author_ref, id);

create table nonces (
  channel_id bigint not null,
  author_ref bigint not null,
  nonce_hash bytea not null,
  message_id bigint not null,
  created_at timestamptz not null,
  primary key (author_ref, channel_id, nonce_hash)
);
create index nonces_created on nonces using brin (created_at);

-- Groups of messages that were committed and whose publication is not yet confirmed. Ids, never content.
create table outbox (
  id bigint generated always as identity primary key,
  events jsonb not null,
  created_at timestamptz not null
);
