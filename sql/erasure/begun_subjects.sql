-- One row per erasure of a person that begins now and subject id of that person.
with

begun as (
    select
        request_id,
        target_id
    from begun_erasures
    where scope = 'subject'
),

subjects as (
    select
        begun.request_id,
        others.subject_id
    from begun
    inner join gov.subjects as named on begun.target_id = named.subject_id
    inner join gov.subjects as others on named.canonical_id = others.canonical_id
)

select distinct
    request_id,
    subject_id
from subjects
