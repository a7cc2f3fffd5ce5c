-- Where links were sent to lately. It outlives the contacts, or whoever names an address again and again could have as
-- many sent to it as they like.
create table asked_addresses (
  id bigint primary key,
  address_index bytea not null check (octet_length(address_index) = 32),
  asked_at timestamptz not null
);

create index asked_addresses_address on asked_addresses (address_index, asked_at);

create index asked_addresses_time on asked_addresses (asked_at);
