-- One row for the attached shard: how much it holds, and when the first and the last of it fall due.
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
)

select
    messages.messages,
    events.events,
    least(messages.earliest, events.earliest) as earliest_expiry_utc,
    greatest(messages.latest, events.latest) as latest_expiry_utc
from messages
cross join events
