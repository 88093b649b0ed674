-- Rows that must not exist: people in a set who restricted the processing of their data, or object to its purpose.
-- title: Nobody is in a set who objects to its purpose or restricted the processing
-- severity: error
-- duties: d-28
-- on: sets
-- remedy: publish again: the release was built before the last requests came in
with

people as (
    select * from published_people
),

barred as (
    select
        coalesce(subjects.canonical_id, restrictions.subject_id) as subject_id,
        restrictions.purpose
    from gov.restrictions as restrictions
    left join gov.subjects as subjects on restrictions.subject_id = subjects.subject_id
    where restrictions.lifted_at_utc is null
),

published as (
    select distinct
        people.set_name,
        people.subject_id
    from people
    inner join barred
        on
            people.subject_id = barred.subject_id
            and coalesce(barred.purpose, people.purpose) = people.purpose
)

select * from published
