-- One row per published message.
-- Ordered by an id that is random to the eye, so that its place tells nothing of its time.
with

published as (
    select * from publishable_messages
    where withheld is null
)

select
    message_id,
    conversation_id,
    writer_id,
    sender_role,
    source,
    sent_at_utc::date as sent_on,
    kind,
    text,
    attachments,
    reactions,
    is_reply,
    is_edited
from published
order by message_id
