-- One row per person in starting_people with a contract: when it ended. Of several the last one counts, and one that
-- runs still lets no period begin.
select
    subjects.canonical_id as person_id,
    max(coalesce(contracts.ended_at_utc, timestamp '9999-12-31')) as ended_at_utc
from gov.contracts as contracts
inner join starting_people as subjects on contracts.subject_id = subjects.subject_id
group by subjects.canonical_id
