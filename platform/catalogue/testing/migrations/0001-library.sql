create table people (id int8 primary key, key_id int8 not null);
create table readers (id int8 primary key, key_id int8 not null, name bytea, joined_at timestamptz not null);
create table pens (ref int8 primary key, reader_id int8, ink_key_id int8 not null);
create index on pens (reader_id);
create table notes (
  book int8, number int8, written_at timestamptz not null, pen_ref int8 not null references pens (ref), words bytea,
  picture bytea, page int4 not null, colour jsonb, primary key (book, number)
);
create index on notes (pen_ref);
create table corrections (book int8, crossed_at timestamptz, length int4 not null, primary key (book, crossed_at));
create table shelves (id int8 primary key, circle_id int8 not null);
create table visits (id int8 primary key, at timestamptz);
create table letterboxes (number text primary key, key_id int8 not null);
create table letters (id int8 primary key, letterbox text not null);
create index on letters (letterbox);
