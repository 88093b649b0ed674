-- One row per event of the attached old file that erasures may be about: by or about somebody who is erased, or in a
-- conversation in which he talked, or of a message or conversation that is erased. Its place is that in the file.
with

conversations as (
    select conversation_id from erased_talks
    union
    select target_id as conversation_id from erased_targets
    where scope = 'conversation'
),

targets as (
    select target_id from erased_targets
    where scope = 'message'
),

-- each of these reads one column alone, and few rows are left of which more is read
places as (
    select rowid as place from old.events
    where actor_id in (select subject_id from erased_subjects)
    union
    select rowid as place from old.events
    where subject_id in (select subject_id from erased_subjects)
    union
    select rowid as place from old.events
    where conversation_id in (select conversation_id from conversations)
    union
    select rowid as place from old.events
    where target_id in (select target_id from targets)
)

select
    rowid as place,
    event_id,
    source,
    file_id,
    conversation_id,
    actor_id,
    subject_id,
    target_id,
    text,
    detail,
    at_utc,
    purposes
from old.events
where rowid in (select place from places)
