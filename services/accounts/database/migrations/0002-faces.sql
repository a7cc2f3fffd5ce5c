alter table persons
  add waiting_since timestamptz,
  add reason bytea,
  add check (reason is null or waiting_since is not null);

create index persons_waiting on persons (waiting_since) where waiting_since is not null;

alter table accounts
  add pronouns bytea,
  add color integer check (color between 0 and 16777215),
  add avatar text check (avatar ~ '^[0-9a-f]{32}$'),
  add banner text check (banner ~ '^[0-9a-f]{32}$'),
  add public boolean not null default true,
  add username_changed_at timestamptz;

-- Null: reserved for nobody.
alter table reserved_usernames add account_id bigint;

create index reserved_usernames_account on reserved_usernames (account_id);

create index reserved_usernames_until on reserved_usernames (until);

create table instance_rules (
  -- There is one row at most.
  id boolean primary key default true check (id),
  -- Null: nobody has chosen.
  mode text check (mode in ('open', 'approval', 'invite', 'closed')),
  secondary_accounts integer not null check (secondary_accounts between 0 and 100)
);

create table invitations (
  id bigint primary key,
  code bytea not null,
  code_index bytea not null unique check (octet_length(code_index) = 32),
  created_by bigint not null references persons (id) on delete cascade,
  note bytea,
  uses_left integer not null check (uses_left >= 0),
  expires_at timestamptz not null
);

create index invitations_administrator on invitations (created_by);

create index invitations_expiry on invitations (expires_at);

-- That a person has at most one primary account, an index says; that there is one as long as there is any, this does.
-- The lock makes those wait that change accounts of the same person at once: each then sees what the other did.
create function require_primary_account() returns trigger language plpgsql as $$
declare
  whose bigint := coalesce(new.person_id, old.person_id);
begin
  if whose is null then
    return null;
  end if;
  perform from persons where id = whose for no key update;
  if exists (select from accounts where person_id = whose and forgotten_at is null)
    and not exists (
      select from accounts where person_id = whose and forgotten_at is null and kind = 'primary'
    )
  then
    raise exception 'a person would be left with accounts and no primary one'
      using errcode = 'check_violation', constraint = 'accounts_have_primary', table = 'accounts';
  end if;
  return null;
end
$$;

create constraint trigger accounts_have_primary
  after insert or delete or update of kind, person_id, forgotten_at on accounts
  deferrable initially deferred
  for each row execute function require_primary_account();
