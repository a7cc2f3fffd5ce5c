-- Members are read one by one and in pages, never all of them: what would need all of them is kept.
alter table guilds
  add column member_count integer not null default 0,
  -- Rises with every change of membership; `version` with changes of everything else.
  add column members_version bigint not null default 1;

-- The guild's members_version when this member changed last: by it a permission is judged again.
alter table members add column version bigint not null default 1;
create index members_joined on members (guild_id, joined_at, membership_ref);

-- Members are paged by account, past the memberships of all who left.
alter table memberships add column present boolean not null default false;
create index memberships_present on memberships (guild_id, account_id) where present;

update memberships set present = true from members where members.membership_ref = memberships.ref;
update guilds set member_count = counted.members
from (select guild_id, count(*) as members from members group by guild_id) counted
where counted.guild_id = guilds.id;

-- As in 0002, but judges two versions: `versions` is the guild's, `member_versions` the author's membership's (null for
-- what no member wrote). So nobody's message has to be judged again because somebody else joined.
drop function write_messages(
  bigint[], bigint[], bigint[], bigint[], bigint[], integer[], integer[], boolean[], bigint[], bigint[], bytea[],
  bytea[], bytea[], boolean[], bigint, bigint[], timestamptz
);
create function write_messages(
  channels bigint[], ids bigint[], guild_ids bigint[], versions bigint[], member_versions bigint[],
  authors bigint[], kinds integer[],
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
        when given.member_version is not null and author.version is distinct from given.member_version then 'stale'
        when earlier.message_id is not null then 'repeated'
        when given.id <= heads.last_id then 'late'
        else 'written'
      end as outcome
    from unnest(channels, ids, guild_ids, versions, member_versions, authors, kinds, flag_sets, everyones, reply_channels,
      reply_messages, contents, mention_lists, nonce_hashes, enforcements) with ordinality
      as given (channel_id, id, guild_id, version, member_version, author_ref, kind, flags, mention_everyone, reply_channel_id,
        reply_message_id, content, mentions, nonce_hash, enforced, place)
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
