-- One row per identifier of somebody who may have a basis that strangers lack: who ever consented, or is no customer.
with

consenting as (
    select distinct subject_id as person_id from gov.consent_intervals
),

people as (
    select subjects.subject_id
    from gov.subjects as subjects
    inner join gov.subjects as canonical on subjects.canonical_id = canonical.subject_id
    where
        canonical.role != 'customer'
        or subjects.canonical_id in (select person_id from consenting)
)

select identities.identity_index
from gov.identities as identities
inner join people on identities.subject_id = people.subject_id
