-- One row per turn of the company that answers a customer's turn: how long the customer waited.
with

turns as (
    select
        conversation_id,
        episode,
        turn,
        any_value(source) as source,
        any_value(is_staff) as is_staff,
        min(sent_at_utc) as started_at_utc
    from episodes
    group by conversation_id, episode, turn
),

answered as (
    select
        *,
        lag(started_at_utc) over in_turn as asked_at_utc
    from turns
    window in_turn as (partition by conversation_id, episode order by turn)
)

select
    conversation_id,
    episode,
    turn,
    source,
    started_at_utc,
    date_diff('second', asked_at_utc, started_at_utc) / 60.0 as response_minutes
from answered
where
    is_staff
    and asked_at_utc is not null
