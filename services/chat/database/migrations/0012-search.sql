-- What finds messages by their words: of each message of a guild, keyed hashes of its words and of what else it is looked
-- for by, truncated to 32 bits. A hash stands for a word in one guild on one day, so that a search goes from day to day,
-- newest first, and costs at each no more than that day holds.
create table message_tokens (
  channel_id bigint not null,
  message_id bigint not null,
  author_ref bigint not null,
  tokens integer[] not null,
  primary key (channel_id, message_id),
  foreign key (channel_id, message_id) references messages on delete cascade
);
-- Without a list of what is pending, which each of a search's lookups would read through.
create index message_tokens_tokens on message_tokens using gin (tokens) with (fastupdate = off);
create index message_tokens_author on message_tokens (author_ref);

-- On which days, counted from 2015, messages of a guild were written.
create table search_days (
  guild_id bigint not null references guilds on delete cascade,
  day integer not null,
  primary key (guild_id, day)
);

-- How far the index of a channel is: everything from `oldest_id` up to `newest_id` is in it. 0 is the beginning.
create table search_channels (
  channel_id bigint primary key references channels on delete cascade,
  guild_id bigint not null,
  newest_id bigint not null,
  oldest_id bigint not null,
  indexed bigint not null default 0
);
create index search_channels_behind on search_channels (oldest_id) where oldest_id > 0;

-- Messages that say something else now. One entry for each change, so that none goes with the entry of one before.
create table search_changes (
  id bigint generated always as identity primary key,
  channel_id bigint not null,
  message_id bigint not null
);

create function note_changed_message() returns trigger language plpgsql as $$
begin
  insert into search_changes (channel_id, message_id) values (new.channel_id, new.id);
  return null;
end
$$;
-- Of the marks, whether it is pinned (2) and has a poll (4) is looked for.
create trigger messages_changed after update on messages for each row
  when (old.content is distinct from new.content or old.mentions is distinct from new.mentions
    or old.extras is distinct from new.extras or old.mention_everyone <> new.mention_everyone
    or (old.marks & 6) <> (new.marks & 6))
  execute function note_changed_message();
