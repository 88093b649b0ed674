-- One row per erasure, kind of record, and fate of the records of a month of which something goes or would go.
with

touched as (
    select
        'messages' as kind,
        request_id,
        is_erased,
        is_held,
        is_aside
    from touched_messages
    union all
    select
        'events' as kind,
        request_id,
        is_erased,
        is_held,
        is_aside
    from touched_events
)

select
    kind,
    request_id,
    is_erased,
    is_held,
    -- a hold keeps it, and it serves no purpose already
    is_held and not (is_erased and not is_aside) as is_settled,
    count(*) as records
from touched
group by all
