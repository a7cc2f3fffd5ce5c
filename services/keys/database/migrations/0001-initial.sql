-- Which key directory this database goes with. One row.
create table directory (
  id text primary key,
  only_one boolean not null default true unique check (only_one)
);

-- The wrapping key that new keys of a bucket are wrapped with; its file exists before a row names it.
create table buckets (
  bucket int4 primary key check (bucket between 0 and 256),
  wrapping_key text not null unique
);

-- Days instead of moments: keys made at one moment would tell which belong together.
create table keys (
  id int8 primary key check (id > 0),
  kind text not null,
  bucket int4 not null references buckets (bucket) check (bucket = (id & 255)),
  wrapping_key text not null,
  wrapped bytea not null,
  created_at timestamptz not null default date_trunc('day', now())
);
create index keys_bucket on keys (bucket, id);

create table purpose_keys (
  purpose text primary key,
  wrapping_key text not null,
  wrapped bytea not null,
  created_at timestamptz not null default date_trunc('day', now())
);
