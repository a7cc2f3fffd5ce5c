-- What messages have beyond their text, one sealed value so that a message without any costs nothing more: embeds, files,
-- stickers, a poll's question. `marks` says in bits what hangs from a message in other tables, so that nobody looks there
-- for what is not there (messages/message-marks.ts). `bundle_id` names its files in clear, for whoever deletes them with it.
alter table messages
  add column extras bytea,
  add column marks integer not null default 0,
  add column bundle_id bigint;
create unique index messages_bundle on messages (bundle_id) where bundle_id is not null;

-- Counts what happened in a channel to messages that exist: pages of it that somebody keeps ready are compared by it.
alter table channel_heads add column revision bigint not null default 0;

-- What messages said before they were edited, sealed with the author's key like the messages themselves.
create table message_edits (
  channel_id bigint not null,
  message_id bigint not null,
  id bigint not null,
  author_ref bigint not null,
  replaced_at timestamptz not null,
  before bytea not null,
  primary key (channel_id, message_id, id),
  foreign key (channel_id, message_id) references messages on delete cascade
);
create index message_edits_author on message_edits (author_ref);
create index message_edits_replaced on message_edits (replaced_at);

-- Who asked that all they wrote in a guild be deleted, and how far that is.
create table clearings (
  guild_id bigint not null,
  membership_ref bigint not null references memberships on delete cascade,
  -- Everything up to this message; null until it is known.
  newest bigint,
  -- The key that sealed what goes.
  old_key_id bigint not null,
  deleted bigint not null default 0,
  asked_at timestamptz not null,
  done_at timestamptz,
  primary key (guild_id, membership_ref)
);
create index clearings_membership on clearings (membership_ref);

drop function write_messages;

-- As in 0004, with three more columns. Arrays that hold nothing but nulls may be shorter or empty.
create function write_messages(
  channels bigint[], ids bigint[], guild_ids bigint[], versions bigint[], member_versions bigint[], authors bigint[],
  kinds integer[], flag_sets integer[], mark_sets integer[], everyones boolean[], reply_channels bigint[], reply_messages bigint[],
  contents bytea[], mention_lists bytea[], extra_lists bytea[], bundles bigint[], nonce_hashes bytea[],
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
      reply_messages, contents, mention_lists, extra_lists, bundles, nonce_hashes, enforcements) with ordinality
      as given (channel_id, id, guild_id, version, member_version, author_ref, kind, flags, marks, mention_everyone, reply_channel_id,
        reply_message_id, content, mentions, extras, bundle_id, nonce_hash, enforced, place)
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
