-- One row per stored month with somebody who lacks a consent that records of his may rest on.
with

customers as (
    select
        subjects.subject_id,
        subjects.canonical_id as person_id
    from gov.subjects as subjects
    inner join gov.subjects as canonical on subjects.canonical_id = canonical.subject_id
    where canonical.role = 'customer'
),

purposes as (
    select unnest($purposes) as purpose
),

needed as (
    select
        customers.subject_id,
        customers.person_id,
        purposes.purpose
    from customers
    cross join purposes
),

lacking as (
    select distinct needed.subject_id
    from needed
    anti join consents_in_force as consents
        on needed.person_id = consents.person_id and needed.purpose = consents.purpose
)

select distinct months.month
from gov.subject_months as months
inner join lacking on months.subject_id = lacking.subject_id
