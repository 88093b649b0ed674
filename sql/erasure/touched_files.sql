-- One row per export of which something goes from a month, with one erasure for which, and whether other records of the
-- export are there that stay or go for another.
with

touched as (
    select
        file_id,
        request_id
    from touched_messages
    where is_erased
    union all
    select
        file_id,
        request_id
    from touched_events
    where is_erased
),

concerned as (
    select
        file_id,
        min(request_id) as request_id,
        count(distinct request_id) as requests,
        count(*) as records
    from touched
    group by file_id
),

records as (
    select file_id from old.messages
    where file_id in (select file_id from concerned)
    union all
    select file_id from old.events
    where file_id in (select file_id from concerned)
),

stored as (
    select
        file_id,
        count(*) as records
    from records
    group by file_id
)

select
    concerned.request_id,
    concerned.file_id,
    concerned.requests > 1 or stored.records > concerned.records as has_others
from concerned
inner join stored on concerned.file_id = stored.file_id
