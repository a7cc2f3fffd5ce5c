-- What is left of reactions that are gone, and from here on of answers of polls (choices/sweep-choices.ts).
alter table removed_reactions rename to removed_choices;
alter table removed_choices rename column reaction_id to choice_id;
create or replace function follow_removed_reactions() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  if not exists (select from gone) then return null; end if;
  insert into removed_choices (channel_id, message_id, choice_id)
  select channel_id, message_id, id from gone where count > 0;
  update messages set marks = marks & ~1
  from (select distinct channel_id, message_id from gone) gone
  where messages.channel_id = gone.channel_id and messages.id = gone.message_id and not exists (
    select from reactions left_over
    where left_over.channel_id = gone.channel_id and left_over.message_id = gone.message_id);
  return null;
end
$$;

-- Polls. What is asked and answered stands in the message, sealed with its author's key. Answers are known by random ids
-- (`choice_id`), of which only the message says which answer they are, and only a vote itself, sealed with the key of who
-- voted, which one it is for.
create table polls (
  channel_id bigint not null,
  message_id bigint not null,
  guild_id bigint not null,
  ends_at timestamptz(3) not null,
  -- Null while one may vote.
  ended_at timestamptz(3),
  primary key (channel_id, message_id),
  foreign key (channel_id, message_id) references messages on delete cascade
);
create index polls_due on polls (ends_at) where ended_at is null;

-- How many voted for an answer; no row where nobody ever did.
create table poll_choices (
  channel_id bigint not null,
  message_id bigint not null,
  choice_id bigint not null,
  guild_id bigint not null,
  count integer not null default 0,
  primary key (channel_id, message_id, choice_id),
  foreign key (channel_id, message_id) references messages on delete cascade
);

-- Without foreign keys, as `reactors`.
create table poll_votes (
  channel_id bigint not null,
  message_id bigint not null,
  choice_id bigint not null,
  membership_ref bigint not null,
  answer bytea not null,
  primary key (channel_id, message_id, choice_id, membership_ref)
);
create index poll_votes_member on poll_votes (membership_ref, channel_id, message_id, choice_id);

create function count_removed_votes() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  if not exists (select from gone) then return null; end if;
  update poll_choices set count = count - gone.number
  from (select channel_id, message_id, choice_id, count(*) as number from gone group by 1, 2, 3) gone
  where poll_choices.channel_id = gone.channel_id and poll_choices.message_id = gone.message_id
    and poll_choices.choice_id = gone.choice_id;
  return null;
end
$$;
create trigger poll_votes_removed after delete on poll_votes
  referencing old table as gone for each statement execute function count_removed_votes();

create function follow_removed_poll_choices() returns trigger language plpgsql as $$
begin
  insert into removed_choices (channel_id, message_id, choice_id)
  select channel_id, message_id, choice_id from gone where count > 0;
  return null;
end
$$;
create trigger poll_choices_removed after delete on poll_choices
  referencing old table as gone for each statement execute function follow_removed_poll_choices();

drop function write_messages;

-- As in 0006, and opens the polls that messages hold. Arrays that hold nothing but nulls may be shorter or empty.
create function write_messages(
  channels bigint[], ids bigint[], guild_ids bigint[], versions bigint[], member_versions bigint[], authors bigint[],
  kinds integer[], flag_sets integer[], mark_sets integer[], everyones boolean[], reply_channels bigint[], reply_messages bigint[],
  contents bytea[], mention_lists bytea[], extra_lists bytea[], bundles bigint[], poll_hours integer[], nonce_hashes bytea[],
  enforcements boolean[],
  since bigint, announced bigint[], moment timestamptz
) returns table (outcome text, number bigint, other bigint, entry bigint)
language plpgsql
-- Planning takes longer than the work: one plan is kept, made while the tables are small and as good when they have
-- grown, as it goes by index alone.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  -- In the order of ids, so that no two groups wait for each other.
  perform 1 from channel_heads where channel_id = any (channels) order by channel_id for update;

  return query
  with judged as materialized (
    select given.*, heads.last_id, heads.last_number, earlier.message_id as earlier_id,
      case
        when heads.channel_id is null or guilds.version is distinct from given.version then 'stale'
        when given.member_version is not null and author.version is distinct from given.member_version then 'stale'
        when earlier.message_id is not null then 'repeated'
        when given.id <= heads.last_id then 'late'
        else 'written'
      end as outcome
    from unnest(channels, ids, guild_ids, versions, member_versions, authors, kinds, flag_sets, mark_sets, everyones, reply_channels,
      reply_messages, contents, mention_lists, extra_lists, bundles, poll_hours, nonce_hashes, enforcements) with ordinality
      as given (channel_id, id, guild_id, version, member_version, author_ref, kind, flags, marks, mention_everyone, reply_channel_id,
        reply_message_id, content, mentions, extras, bundle_id, hours, nonce_hash, enforced, place)
    left join channel_heads heads on heads.channel_id = given.channel_id
    left join guilds on guilds.id = given.guild_id
    left join members author on author.guild_id = given.guild_id and author.membership_ref = given.author_ref
    left join nonces earlier on given.enforced and earlier.author_ref = given.author_ref
      and earlier.channel_id = given.channel_id and earlier.nonce_hash = given.nonce_hash
      and earlier.message_id >= since
  ), numbered as materialized (
    select judged.*, case when outcome = 'written' then
      last_number + count(*) filter (where outcome = 'written') over (partition by channel_id order by place)
    end as number
    from judged
  ), written as materialized (
    select * from numbered where outcome = 'written'
  ), inserted as (
    insert into messages (channel_id, id, guild_id, author_ref, number, kind, flags, marks, mention_everyone,
      reply_channel_id, reply_message_id, content, mentions, extras, bundle_id)
    select channel_id, id, guild_id, author_ref, number, kind, flags, coalesce(marks, 0), mention_everyone,
      reply_channel_id, reply_message_id, content, mentions, extras, bundle_id
    from written
  ), opened as (
    -- From the moment that the message's id holds.
    insert into polls (channel_id, message_id, guild_id, ends_at)
    select channel_id, id, guild_id,
      to_timestamp(((id >> 22) + 1420070400000) / 1000.0) + make_interval(hours => hours)
    from written where hours is not null
  ), moved as (
    update channel_heads heads set last_id = newest.id, last_number = newest.number
    from (select channel_id, max(id) as id, max(number) as number from written group by channel_id) newest
    where heads.channel_id = newest.channel_id
  ), remembered as (
    insert into nonces (channel_id, author_ref, nonce_hash, message_id, created_at)
    select channel_id, author_ref, nonce_hash, id, moment from written where nonce_hash is not null
    on conflict (author_ref, channel_id, nonce_hash)
    do update set message_id = excluded.message_id, created_at = excluded.created_at
  ), forgotten as (
    delete from outbox where id = any (announced)
  ), noted as (
    insert into outbox (events, created_at)
    select jsonb_agg(jsonb_build_array(channel_id::text, id::text) order by place), moment
    from written having count(*) > 0
    returning id
  )
  select numbered.outcome, numbered.number,
    case numbered.outcome when 'repeated' then earlier_id when 'late' then last_id end,
    (select id from noted)
  from numbered order by place;
end
$$;
