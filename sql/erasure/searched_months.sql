-- One row per erasure that begins now and stored month in which something may have to go: others may write an
-- identifier of the person in whatever they say, wherever he never was.
select
    request_id,
    month
from begun_months
union
select
    begun.request_id,
    shards.month
from begun_identities as begun
cross join gov.shards as shards
where not ends_with(begun.identifier_type, 'name')
