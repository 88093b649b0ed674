-- One row per day and source, with few people or one dominant person withheld.
with

published as (
    select
        source,
        conversation_id,
        person_id,
        sent_at_utc::date as sent_on,
        sender_role in ('staff', 'bot') as is_staff
    from publishable_messages
    where withheld is null
),

people as (
    select
        sent_on,
        source,
        person_id,
        count(*) as messages
    from published
    where not is_staff
    group by sent_on, source, person_id
),

cells as (
    select
        sent_on,
        source,
        count(*) as customers,
        max(messages) / sum(messages) as largest_share
    from people
    group by sent_on, source
),

activity as (
    select
        sent_on,
        source,
        count(distinct conversation_id) as conversations,
        count(*) filter (not is_staff) as customer_messages,
        count(*) filter (is_staff) as staff_messages
    from published
    group by sent_on, source
),

waits as (
    select
        started_at_utc::date as sent_on,
        source,
        median(response_minutes) as median_response_minutes
    from responses
    group by all
)

select
    activity.sent_on,
    activity.source,
    cells.customers::integer as customers,
    activity.conversations::integer as conversations,
    activity.customer_messages::integer as customer_messages,
    activity.staff_messages::integer as staff_messages,
    round(waits.median_response_minutes)::integer as median_response_minutes
from activity
inner join cells
    on
        activity.sent_on = cells.sent_on
        and activity.source = cells.source
left join waits
    on
        activity.sent_on = waits.sent_on
        and activity.source = waits.source
where
    cells.customers >= $smallest_cell_subjects
    and cells.largest_share <= $largest_subject_share
order by
    activity.sent_on,
    activity.source
