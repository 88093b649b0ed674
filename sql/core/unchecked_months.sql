-- One row per stored month of which something must be checked: whether the whole of it, or some people's records.
with

states as (
    select
        month,
        state
    from shard_states
),

checked_months as (
    select distinct months.month
    from gov.subject_months as months
    inner join checked_subjects as subjects on months.subject_id = subjects.subject_id
),

judged as (
    select
        shards.month,
        (
            shards.checked is distinct from states.state
            or coalesce(shards.earliest_expiry_utc <= $now, false)
            or $everything
        ) as is_whole
    from gov.shards as shards
    inner join states on shards.month = states.month
)

select
    month,
    is_whole
from judged
where
    is_whole
    or month in (select month from checked_months)
order by month
