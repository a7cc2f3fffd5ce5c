-- What channels of all types have. `forum`: tags, first reaction, order and layout of a forum, sealed as one.
alter table channels
  add column nsfw boolean not null default false,
  add column flags integer not null default 0,
  add column thread_rate_limit_per_user integer not null default 0,
  add column auto_archive_minutes integer,
  add column forum bytea;

-- Threads are channels too (types 10, 11 and 12). A guild may have a million that are archived: opening it passes them over.
drop index channels_guild;
create index channels_guild on channels (guild_id, type);

-- Counts changes of threads that nobody's permission depends on: sends do not become stale by them.
alter table guilds add column threads_version bigint not null default 1;

-- What a thread has beyond a channel. Without foreign keys to its channel, its parent and its guild: what those leave behind
-- is swept in steps (threads/sweep-threads.ts).
create table threads (
  channel_id bigint primary key,
  guild_id bigint not null,
  parent_id bigint not null,
  owner_ref bigint references memberships on delete set null,
  private boolean not null,
  archived boolean not null default false,
  locked boolean not null default false,
  invitable boolean not null default true,
  auto_archive_minutes integer not null,
  -- When it was archived or woken last.
  archived_at timestamptz not null,
  -- When it may have been silent for long enough.
  due_at timestamptz not null,
  created_at timestamptz not null,
  tags bigint[] not null default '{}',
  -- Counts changes of it and its members.
  version integer not null default 1,
  member_count integer not null default 0,
  -- 1 where the first message is what the thread is about.
  uncounted integer not null default 0,
  -- Messages that were deleted.
  removed integer not null default 0
);
create index threads_active on threads (guild_id) where not archived;
create index threads_due on threads (due_at) where not archived;
create index threads_archived on threads (parent_id, private, archived_at desc, channel_id desc) where archived;
create index threads_parent on threads (parent_id);
create index threads_guild on threads (guild_id);
create index threads_owner on threads (owner_ref) where owner_ref is not null;

create table thread_members (
  channel_id bigint not null references channels on delete cascade,
  membership_ref bigint not null,
  guild_id bigint not null,
  parent_id bigint not null,
  private boolean not null,
  joined_at timestamptz not null,
  primary key (channel_id, membership_ref),
  -- Who leaves the guild leaves its threads.
  foreign key (guild_id, membership_ref) references members on delete cascade
);
create index thread_members_member on thread_members (guild_id, membership_ref);
create index thread_members_private on thread_members (membership_ref, parent_id, channel_id) where private;

-- Counts are kept by whatever changes what they count.
create function count_thread_members() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  update threads set member_count = member_count + changed.difference, version = version + 1
  from (
    select channel_id, case tg_op when 'INSERT' then count(*) else -count(*) end as difference
    from changed group by channel_id
  ) changed
  where threads.channel_id = changed.channel_id;
  return null;
end
$$;
create trigger thread_members_joined after insert on thread_members
  referencing new table as changed for each statement execute function count_thread_members();
create trigger thread_members_left after delete on thread_members
  referencing old table as changed for each statement execute function count_thread_members();

-- The message with its thread's own id is what the thread is about.
create function count_removed_messages() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  update threads set removed = removed + gone.number
  from (select channel_id, count(*) as number from gone where id <> channel_id group by channel_id) gone
  where threads.channel_id = gone.channel_id;
  return null;
end
$$;
create trigger messages_removed after delete on messages
  referencing old table as gone for each statement execute function count_removed_messages();
