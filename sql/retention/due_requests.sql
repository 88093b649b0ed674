-- One row per request that is closed and person in it: when its record falls due.
-- What still acts, waits or has no receipt is not done with: a restriction in force, a package, an erasure.
with

closed as (
    select
        request_id,
        max(at_utc) as closed_at_utc,
        bool_and(leaf is not null) filter (act in ('done', 'refused', 'duplicate', 'taken_back', 'lifted'))
            as has_receipts
    from gov.request_acts
    group by request_id
),

restrictions as (
    select request_id from gov.restrictions
    where lifted_at_utc is null
),

erasures as (
    select request_id from gov.erasures
    where leaf is null
),

requests as (
    select
        requests.request_id,
        requests.reference,
        requests.regime,
        requests.received_at_utc,
        closed.closed_at_utc
    from gov.requests as requests
    inner join closed on requests.request_id = closed.request_id
    anti join gov.packages as packages on requests.request_id = packages.request_id
    anti join restrictions on requests.request_id = restrictions.request_id
    anti join erasures on starts_with(erasures.request_id, requests.reference || '.')
    where closed.has_receipts
),

people as (
    select
        people.request_id,
        identities.subject_id
    from gov.request_people as people
    inner join gov.identities as identities on people.identity_index = identities.identity_index
    where people.part = 'subject'
)

select
    requests.request_id as record_id,
    requests.reference,
    requests.received_at_utc as at_utc,
    people.subject_id,
    people.subject_id as person_id,
    terms.rule,
    requests.closed_at_utc + terms.period as due_at_utc
from requests
inner join record_terms as terms on requests.regime = terms.key
left join people on requests.request_id = people.request_id
