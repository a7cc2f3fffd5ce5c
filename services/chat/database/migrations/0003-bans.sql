-- Like everything else, a ban hangs from a membership: one is made for an account that never was in the guild.
create table bans (
  guild_id bigint not null references guilds on delete cascade,
  membership_ref bigint not null references memberships on delete cascade,
  banned_at timestamptz not null,
  reason bytea,
  primary key (guild_id, membership_ref)
);
create index bans_membership on bans (membership_ref);
