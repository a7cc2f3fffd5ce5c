-- How far somebody has read. Unread is the head's number less this one; only direct mentions are counted per reader.
create table read_states (
  membership_ref bigint not null references memberships on delete cascade,
  channel_id bigint not null references channels on delete cascade,
  last_read_id bigint,
  last_read_number bigint not null default 0,
  mention_count integer not null default 0,
  primary key (membership_ref, channel_id)
);
create index read_states_channel on read_states (channel_id);

create table notification_settings (
  membership_ref bigint primary key references memberships on delete cascade,
  settings bytea not null
);

create table drafts (
  membership_ref bigint not null references memberships on delete cascade,
  channel_id bigint not null references channels on delete cascade,
  updated_at timestamptz not null,
  content bytea not null,
  primary key (membership_ref, channel_id)
);
create index drafts_channel on drafts (channel_id);
create index drafts_updated on drafts (updated_at);
