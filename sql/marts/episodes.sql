-- One row per published message, with the episode and the turn it belongs to.
-- An episode is a stretch of a conversation without a silence of more than a day; it ends with the month.
-- A turn is what one side writes before the other answers; they are counted through the conversation.
with

published as (
    select
        conversation_id,
        person_id,
        source,
        sender_role,
        sent_at_utc,
        record,
        sender_role in ('staff', 'bot') as is_staff
    from publishable_messages
    where withheld is null
),

spaced as (
    select
        *,
        coalesce(sent_at_utc - lag(sent_at_utc) over in_time > interval 1 day, true) as opens_episode,
        coalesce(is_staff != lag(is_staff) over in_time, true) as changes_side
    from published
    window in_time as (partition by conversation_id order by sent_at_utc, record)
)

select
    *,
    sum(opens_episode::integer) over in_time as episode,
    sum((opens_episode or changes_side)::integer) over in_time as turn
from spaced
window in_time as (partition by conversation_id order by sent_at_utc, record rows unbounded preceding)
