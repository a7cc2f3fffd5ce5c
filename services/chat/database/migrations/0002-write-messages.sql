-- Writes a group of messages in one round trip and one transaction; messages/group-store.ts calls it.
-- Rows come as parallel arrays. Each gets an outcome, by its place in them:
--   written   `number` is its number in the channel
--   repeated  an earlier message since `since` has the same enforced nonce; `other` is its id
--   late      the channel has a newer message than this id already: `other`. To be sent again with a higher id
--   stale     the guild has another version by now, or the channel is gone
-- Every statement of a function sees what was committed before it began, so what follows the lock sees the newest.
create function write_messages(
  channels bigint[], ids bigint[], guild_ids bigint[], versions bigint[], authors bigint[], kinds integer[],
  flag_sets integer[], everyones boolean[], reply_channels bigint[], reply_messages bigint[], contents bytea[],
  mention_lists bytea[], nonce_hashes bytea[], enforcements boolean[],
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
        when earlier.message_id is not null then 'repeated'
        when given.id <= heads.last_id then 'late'
        else 'written'
      end as outcome
    from unnest(channels, ids, guild_ids, versions, authors, kinds, flag_sets, everyones, reply_channels,
      reply_messages, contents, mention_lists, nonce_hashes, enforcements) with ordinality
      as given (channel_id, id, guild_id, version, author_ref, kind, flags, mention_everyone, reply_channel_id,
        reply_message_id, content, mentions, nonce_hash, enforced, place)
    left join channel_heads heads on heads.channel_id = given.channel_id
    left join guilds on guilds.id = given.guild_id
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
    insert into messages (channel_id, id, guild_id, author_ref, number, kind, flags, mention_everyone,
      reply_channel_id, reply_message_id, content, mentions)
    select channel_id, id, guild_id, author_ref, number, kind, flags, mention_everyone,
      reply_channel_id, reply_message_id, content, mentions
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
