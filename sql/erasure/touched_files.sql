-- One row per export of which something goes from a month, with one erasure for which, and whether other records of the
-- export are there that stay or go for another.
with

concerned as (
    select file_id from touched_messages
    where is_erased
    union
    select file_id from touched_events
    where is_erased
),

records as (
    select
        stored.file_id,
        if(touched.is_erased, touched.request_id, null) as request_id
    from old.messages as stored
    left join touched_messages as touched on stored.message_id = touched.record_id
    where stored.file_id in (select file_id from concerned)
    union all
    select
        stored.file_id,
        if(touched.is_erased, touched.request_id, null) as request_id
    from old.events as stored
    left join touched_events as touched on stored.event_id = touched.record_id
    where stored.file_id in (select file_id from concerned)
)

select
    min(request_id) as request_id,
    file_id,
    count(distinct coalesce(request_id, '')) > 1 as has_others
from records
group by file_id
having count(request_id) > 0
