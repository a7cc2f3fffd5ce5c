-- The emojis on a message, in the order of `id`, each with how many chose it. What emoji it is, the rows of those who
-- chose it say, sealed with the key of each; `token`, a keyed hash of message and emoji, finds it.
create table reactions (
  channel_id bigint not null,
  message_id bigint not null,
  id bigint not null,
  guild_id bigint not null,
  token bytea not null,
  count integer not null default 0,
  primary key (channel_id, message_id, id),
  unique (channel_id, message_id, token),
  foreign key (channel_id, message_id) references messages on delete cascade
);

-- Without foreign keys: taking away an emoji that 100,000 chose must not take as long as that. What belongs to no reaction
-- any more is in nobody's sight, and swept in steps (reactions/sweep-reactions.ts).
create table reactors (
  channel_id bigint not null,
  message_id bigint not null,
  reaction_id bigint not null,
  membership_ref bigint not null,
  emoji bytea not null,
  primary key (channel_id, message_id, reaction_id, membership_ref)
);
create index reactors_member on reactors (membership_ref, channel_id, message_id, reaction_id);

-- Reactions that are gone and whose rows in `reactors` are not.
create table removed_reactions (
  channel_id bigint not null,
  message_id bigint not null,
  reaction_id bigint not null,
  primary key (channel_id, message_id, reaction_id)
);

-- Whoever removes reactors, an erasure too, keeps the counts right by it. Bit 1 of `marks`: has reactions.
create function count_removed_reactors() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  if not exists (select from gone) then return null; end if;
  update reactions set count = count - gone.number
  from (select channel_id, message_id, reaction_id, count(*) as number from gone group by 1, 2, 3) gone
  where reactions.channel_id = gone.channel_id and reactions.message_id = gone.message_id
    and reactions.id = gone.reaction_id;
  delete from reactions using (select distinct channel_id, message_id, reaction_id from gone) gone
  where reactions.channel_id = gone.channel_id and reactions.message_id = gone.message_id
    and reactions.id = gone.reaction_id and reactions.count <= 0;
  return null;
end
$$;
create trigger reactors_removed after delete on reactors
  referencing old table as gone for each statement execute function count_removed_reactors();

create function follow_removed_reactions() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  if not exists (select from gone) then return null; end if;
  insert into removed_reactions (channel_id, message_id, reaction_id)
  select channel_id, message_id, id from gone where count > 0;
  update messages set marks = marks & ~1
  from (select distinct channel_id, message_id from gone) gone
  where messages.channel_id = gone.channel_id and messages.id = gone.message_id and not exists (
    select from reactions left_over
    where left_over.channel_id = gone.channel_id and left_over.message_id = gone.message_id);
  return null;
end
$$;
create trigger reactions_removed after delete on reactions
  referencing old table as gone for each statement execute function follow_removed_reactions();

-- No two pins of a channel have one moment: by it they are paged.
create table pins (
  channel_id bigint not null,
  pinned_at timestamptz(3) not null,
  message_id bigint not null,
  guild_id bigint not null,
  primary key (channel_id, pinned_at),
  unique (channel_id, message_id),
  foreign key (channel_id, message_id) references messages on delete cascade
);

-- When something was pinned in it last, whether or not it still is.
alter table channel_heads add column last_pin_at timestamptz(3);
