-- Until when the accounts of a person who is erased go, one by one; null where all go at once.
alter table requests add column spread_until timestamptz;

-- Requests about one account do not say whose it is: they would tie the accounts of one person together.
update requests set person_id = null where scope = 'account' and state <> 'running';
