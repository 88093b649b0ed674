-- One row per message of the attached old file that erasures may be about: sent by or about somebody who is erased, or
-- reacted to by him, or in a conversation in which he talked, or itself what is erased. Its place is that in the file.
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
    select rowid as place from old.messages
    where sender_id in (select subject_id from erased_subjects)
    union
    select rowid as place from old.messages
    where subject_id in (select subject_id from erased_subjects)
    union
    select rowid as place from old.messages
    where conversation_id in (select conversation_id from conversations)
    union
    select rowid as place from old.messages
    where message_id in (select target_id from targets)
    union
    select rowid as place from old.messages
    where len(reactions) > 0 and list_has_any(list_transform(reactions, lambda r: r.sender_key), $reactors)
)

select
    rowid as place,
    message_id,
    source,
    file_id,
    conversation_id,
    sender_id,
    subject_id,
    text,
    attachments,
    reactions,
    sent_at_utc,
    purposes
from old.messages
where rowid in (select place from places)
