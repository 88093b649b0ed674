-- One row per subject about whom, or about whose other identifiers, something came to light since he was checked.
with

people as (
    select
        subject_id,
        canonical_id
    from gov.subjects
),

unchecked as (
    select people.canonical_id
    from gov.unchecked_subjects as subjects
    inner join people on subjects.subject_id = people.subject_id
)

select people.subject_id
from people
where people.canonical_id in (select canonical_id from unchecked)
