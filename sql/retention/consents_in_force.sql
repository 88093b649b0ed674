-- One row per person and purpose of which the person's consent is in force.
select distinct
    subject_id as person_id,
    purpose
from gov.consent_intervals
where
    granted_at_utc <= $now
    and (ended_at_utc is null or ended_at_utc > $now)
