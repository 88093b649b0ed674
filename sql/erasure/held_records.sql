-- One row per record of which something would go and that a hold keeps as it is.
select distinct touched.record_id
from touched_records as touched
left join gov.subjects as subjects on touched.subject_id = subjects.subject_id
inner join holds_in_force as holds
    on
        touched.at_utc >= holds.from_utc
        and touched.at_utc <= holds.until_utc
        and (holds.person_id is null or coalesce(subjects.canonical_id, touched.subject_id) = holds.person_id)
        and (holds.source is null or touched.source = holds.source)
