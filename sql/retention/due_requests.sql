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

requests as (
    select
        requests.request_id,
        requests.reference,
        requests.regime,
        requests.received_at_utc,
        closed.closed_at_utc
    from gov.requests as requests
    inner join closed on requests.request_id = closed.request_id
    where
        closed.has_receipts
        and not exists (select 1 from gov.packages as packages where packages.request_id = requests.request_id)
        and not exists (
            select 1 from gov.restrictions as restrictions
            where restrictions.request_id = requests.request_id and restrictions.lifted_at_utc is null
        )
        and not exists (
            select 1 from gov.erasures as erasures
            where
                starts_with(erasures.request_id, requests.reference || '.')
                and erasures.leaf is null
        )
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
