-- One row per person whose records no set of this purpose shows: he restricted their processing, or objects to it.
with

restrictions as (
    select
        coalesce(subjects.canonical_id, restrictions.subject_id) as subject_id,
        restrictions.kind
    from gov.restrictions as restrictions
    left join gov.subjects as subjects on restrictions.subject_id = subjects.subject_id
    where
        restrictions.lifted_at_utc is null
        and coalesce(restrictions.purpose, $purpose) = $purpose
)

select
    subject_id,
    -- of two the restriction, which says more
    if(max(kind) = 'restriction', 'restricted', 'objected') as reason
from restrictions
group by subject_id
