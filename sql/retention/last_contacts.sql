-- One row per person in starting_people who ever wrote: when he did last, by any of his identifiers.
select
    subjects.canonical_id as person_id,
    max(activities.last_at_utc) as last_at_utc
from gov.activities as activities
inner join starting_people as subjects on activities.activity_id = subjects.subject_id
where activities.kind = 'subject'
group by subjects.canonical_id
