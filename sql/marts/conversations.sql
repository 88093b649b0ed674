-- One row per episode of a conversation: who took part how much, how fast it was answered and how long it took.
with

episodes as (
    select
        conversation_id,
        episode,
        any_value(source) as source,
        min(sent_at_utc)::date as opened_on,
        max(sent_at_utc)::date as closed_on,
        count(distinct person_id) filter (not is_staff) as customers,
        count(*) filter (not is_staff) as customer_messages,
        count(*) filter (is_staff) as staff_messages,
        min(sent_at_utc) filter (not is_staff) as asked_at_utc,
        max(sent_at_utc) filter (is_staff) as answered_at_utc
    from episodes
    group by conversation_id, episode
),

waits as (
    select
        conversation_id,
        episode,
        arg_min(response_minutes, turn) as first_response_minutes,
        median(response_minutes) as median_response_minutes
    from responses
    group by conversation_id, episode
)

select
    episodes.conversation_id,
    episodes.source,
    episodes.opened_on,
    episodes.closed_on,
    episodes.customers::integer as customers,
    episodes.customer_messages::integer as customer_messages,
    episodes.staff_messages::integer as staff_messages,
    round(waits.first_response_minutes)::integer as first_response_minutes,
    round(waits.median_response_minutes)::integer as median_response_minutes,
    case
        when episodes.answered_at_utc >= episodes.asked_at_utc
            then round(date_diff('second', episodes.asked_at_utc, episodes.answered_at_utc) / 3600.0, 1)::double
    end as resolution_hours
from episodes
left join waits
    on
        episodes.conversation_id = waits.conversation_id
        and episodes.episode = waits.episode
order by
    episodes.conversation_id,
    episodes.opened_on
