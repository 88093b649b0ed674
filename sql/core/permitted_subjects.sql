-- One row per subject with a consent to the purpose now or later: whether it is valid now, and when that changes.
with

intervals as (
    select
        subject_id,
        granted_at_utc,
        ended_at_utc,
        granted_at_utc <= $now as has_begun
    from gov.consent_intervals
    where
        purpose = $purpose
        and (ended_at_utc is null or ended_at_utc > $now)
)

select
    subject_id,
    bool_or(has_begun) as is_permitted,
    if(bool_or(has_begun), max(ended_at_utc) filter (has_begun), min(granted_at_utc)) as changes_at_utc
from intervals
group by subject_id
