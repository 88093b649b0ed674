-- One row per case that nobody decided and that would lead from found_people to somebody else.
-- What hangs together with them surely enough is theirs, too, though it writes nothing: a register's customer number.
with

theirs as (
    select identities.identity_index
    from gov.identities as identities
    inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
    where subjects.canonical_id in (select canonical_id from found_people)
),

their_labels as (
    select distinct labelled.label
    from labelled
    inner join theirs on labelled.identity_index = theirs.identity_index
),

found as (
    select identity_index from theirs
    union
    select labelled.identity_index
    from labelled
    inner join their_labels on labelled.label = their_labels.label
)

select case_id
from weighed_cases
where
    decision is null
    and claimed_certainty >= $doubt
    and coalesce(guard, 'shared') in ('shared', 'crowded')
    and (first_index in (select identity_index from found)) != (second_index in (select identity_index from found))
    and (guard is not null or certainty < 1)
order by case_id
