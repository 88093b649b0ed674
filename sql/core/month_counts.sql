-- One row for the attached shard: how much it holds, when the first and the last of it fall due, and of how many texts
-- is not known at what they hint.
with

messages as (
    select
        count(*) as messages,
        min(expires_at_utc) as earliest,
        max(expires_at_utc) as latest
    from shard.messages
),

events as (
    select
        count(*) as events,
        min(expires_at_utc) as earliest,
        max(expires_at_utc) as latest
    from shard.events
),

-- counted apart, for so no text is read
unread_messages as (
    select count(*) as unread from shard.messages
    where text is not null and hints is null
),

unread_events as (
    select count(*) as unread from shard.events
    where text is not null and hints is null
)

select
    messages.messages,
    events.events,
    least(messages.earliest, events.earliest) as earliest_expiry_utc,
    greatest(messages.latest, events.latest) as latest_expiry_utc,
    unread_messages.unread + unread_events.unread as unread_texts
from messages
cross join events
cross join unread_messages
cross join unread_events
