-- What was done in a guild by those who keep order in it. Who did it, and to whom, are memberships.
create table audit_log (
  guild_id bigint not null references guilds on delete cascade,
  id bigint not null,
  action integer not null,
  actor_ref bigint references memberships on delete set null,
  -- A channel, role, message or the like; null where it was done to a member.
  target_id bigint,
  target_ref bigint references memberships on delete set null,
  -- Where it happened, if that decides who may read of it; and whether everybody could see that channel then.
  channel_id bigint,
  open boolean not null default true,
  created_at timestamptz not null,
  reason bytea,
  details bytea,
  primary key (guild_id, id)
);
create index audit_log_actor on audit_log (guild_id, actor_ref, id);
create index audit_log_action on audit_log (guild_id, action, id);
create index audit_log_of_actor on audit_log (actor_ref) where actor_ref is not null;
create index audit_log_target on audit_log (target_ref) where target_ref is not null;
create index audit_log_created on audit_log using brin (created_at);

alter table guilds
  add column description bytea,
  -- Names of pictures that media keeps.
  add column icon text,
  add column banner text,
  add column system_channel_id bigint references channels on delete set null,
  add column system_channel_flags integer not null default 0,
  add column rules_channel_id bigint references channels on delete set null,
  add column public_updates_channel_id bigint references channels on delete set null,
  add column verification_level integer not null default 0,
  add column default_message_notifications integer not null default 0,
  add column nsfw_level integer not null default 0,
  add column preferred_locale text not null default 'en-US',
  add column invites_disabled boolean not null default false,
  add column link_previews boolean not null default false,
  -- Whether new members must agree to the rules first.
  add column screening boolean not null default false,
  add column screening_form bytea,
  add column screening_changed_at timestamptz,
  add column vanity_hash bytea unique,
  add column vanity_code bytea,
  add column vanity_uses integer not null default 0,
  -- Since when it is deleted; it can be restored for a day.
  add column deleted_at timestamptz;
create index guilds_deleted on guilds (deleted_at) where deleted_at is not null;
create index guilds_system_channel on guilds (system_channel_id) where system_channel_id is not null;
create index guilds_rules_channel on guilds (rules_channel_id) where rules_channel_id is not null;
create index guilds_updates_channel on guilds (public_updates_channel_id)
  where public_updates_channel_id is not null;
create index guilds_owner on guilds (owner_ref);

alter table members
  add column pending boolean not null default false,
  -- Until when it may only read.
  add column timed_out_until timestamptz,
  -- Whether it came for a visit only.
  add column temporary boolean not null default false,
  add column avatar text;

alter table roles
  add column icon text,
  add column unicode_emoji bytea,
  add column member_count integer not null default 0;

-- Kept here and not by who gives and takes roles: members that go take theirs along.
create function count_role_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update roles set member_count = member_count + changed.count
    from (select guild_id, role_id, count(*) as count from given group by guild_id, role_id) changed
    where roles.guild_id = changed.guild_id and roles.id = changed.role_id;
  else
    update roles set member_count = member_count - changed.count
    from (select guild_id, role_id, count(*) as count from taken group by guild_id, role_id) changed
    where roles.guild_id = changed.guild_id and roles.id = changed.role_id;
  end if;
  return null;
end
$$;
create trigger member_roles_given after insert on member_roles
  referencing new table as given for each statement execute function count_role_members();
create trigger member_roles_taken after delete on member_roles
  referencing old table as taken for each statement execute function count_role_members();
update roles set member_count = (
  select count(*) from member_roles given where given.guild_id = roles.guild_id and given.role_id = roles.id);

create table emojis (
  guild_id bigint not null references guilds on delete cascade,
  id bigint not null unique,
  creator_ref bigint references memberships on delete set null,
  animated boolean not null,
  picture text not null,
  name bytea not null,
  primary key (guild_id, id)
);
create index emojis_creator on emojis (creator_ref) where creator_ref is not null;

-- Who may use an emoji; everybody where none is named.
create table emoji_roles (
  guild_id bigint not null,
  emoji_id bigint not null,
  role_id bigint not null,
  primary key (guild_id, emoji_id, role_id),
  foreign key (guild_id, emoji_id) references emojis on delete cascade,
  foreign key (guild_id, role_id) references roles on delete cascade
);
create index emoji_roles_role on emoji_roles (guild_id, role_id);

create table stickers (
  guild_id bigint not null references guilds on delete cascade,
  id bigint not null unique,
  creator_ref bigint references memberships on delete set null,
  animated boolean not null,
  picture text not null,
  -- Name, description and tags.
  words bytea not null,
  primary key (guild_id, id)
);
create index stickers_creator on stickers (creator_ref) where creator_ref is not null;

create table guild_templates (
  code text primary key,
  guild_id bigint not null unique references guilds on delete cascade,
  creator_ref bigint references memberships on delete set null,
  usage_count integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  name bytea not null,
  description bytea,
  -- Settings, roles and channels as they were at `updated_at`.
  content bytea not null
);
create index guild_templates_creator on guild_templates (creator_ref) where creator_ref is not null;
