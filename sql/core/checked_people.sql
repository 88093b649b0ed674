-- One row per person about whom something came to light since what is stored of him was checked.
with

unchecked as (
    select subject_id from gov.unchecked_subjects
),

people as (
    select
        subject_id,
        canonical_id
    from gov.subjects
)

select distinct people.canonical_id as person_id
from unchecked
inner join people on unchecked.subject_id = people.subject_id
