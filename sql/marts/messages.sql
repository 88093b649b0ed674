-- One row per published message.
-- Ordered by an id that is random to the eye, so that its place tells nothing of its time.
-- The version changes with anything that the row is made of, but for what is known of people whom its text names.
with

published as (
    select * from publishable_messages
    where withheld is null
),

messages as (
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
)

select
    *,
    hash(messages) as version
from messages
order by message_id
