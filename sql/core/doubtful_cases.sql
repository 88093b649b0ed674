-- One row per asker and case that nobody decided and that would lead from his people in found_people to somebody else.
-- What hangs together with them surely enough is theirs, too, though it writes nothing: a register's customer number.
with

theirs as (
    select
        people.asker,
        identities.identity_index
    from found_people as people
    inner join gov.subjects as subjects on people.canonical_id = subjects.canonical_id
    inner join gov.identities as identities on subjects.subject_id = identities.subject_id
),

their_labels as (
    select distinct
        theirs.asker,
        labelled.label
    from labelled
    inner join theirs on labelled.identity_index = theirs.identity_index
),

found as (
    select
        asker,
        identity_index
    from theirs
    union
    select
        their_labels.asker,
        labelled.identity_index
    from labelled
    inner join their_labels on labelled.label = their_labels.label
),

doubts as (
    select
        case_id,
        first_index,
        second_index
    from weighed_cases
    where
        decision is null
        and claimed_certainty >= $doubt
        and coalesce(guard, 'shared') in ('shared', 'crowded')
        and (guard is not null or certainty < 1)
),

ends as (
    select
        found.asker,
        doubts.case_id
    from doubts
    inner join found on doubts.first_index = found.identity_index
    union all
    select
        found.asker,
        doubts.case_id
    from doubts
    inner join found on doubts.second_index = found.identity_index
)

select
    asker,
    case_id
from ends
group by
    asker,
    case_id
having count(*) = 1
order by
    asker,
    case_id
