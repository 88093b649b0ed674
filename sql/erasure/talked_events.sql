-- One row per event of the attached old file whose words may name somebody who is erased, since he talked there.
select
    event_id as record_id,
    text,
    detail
from old.events
where
    coalesce(text, detail) is not null
    and conversation_id in (select conversation_id from erased_talks)
