-- One row per subject of a person whom nothing in known_named_subjects names, by any of his ids.
-- Whom records named once, stored or not, stands in there no more.
with

named as (
    select distinct subject_id from known_named_subjects
),

named_people as (
    select distinct subjects.canonical_id
    from named
    inner join gov.subjects as subjects on named.subject_id = subjects.subject_id
)

select
    subjects.subject_id,
    subjects.canonical_id
from gov.subjects as subjects
anti join named_people on subjects.canonical_id = named_people.canonical_id
