-- Rows that must not exist: requests that were closed longer ago than they may be kept, and act no more, under no hold.
-- title: No record of a request is kept past its limit, unless a legal hold covers it
-- severity: error
-- duties: d-31, d-32, d-45
-- on: governance
-- remedy: run `chatward retain`; it shows what it would dispose of first
with

terms as (
    select
        unnest($request_keys::varchar[]) as regime,
        unnest($request_periods::varchar[])::interval as period
),

holds as (
    select * from holds_in_force
),

closed as (
    select
        request_id,
        max(at_utc) as closed_at_utc
    from gov.request_acts
    group by request_id
    having bool_and(leaf is not null) filter (act in ('done', 'refused', 'duplicate', 'taken_back', 'lifted'))
),

acting as (
    select request_id from gov.packages
    union
    select request_id from gov.restrictions
    where lifted_at_utc is null
    union
    select requests.request_id
    from gov.requests as requests
    inner join gov.erasures as erasures on starts_with(erasures.request_id, requests.reference || '.')
    where erasures.leaf is null
),

overdue as (
    select
        requests.request_id,
        identities.subject_id,
        null::blob as conversation_id,
        null::varchar as source,
        requests.received_at_utc as at_utc
    from gov.requests as requests
    inner join closed on requests.request_id = closed.request_id
    inner join terms on requests.regime = terms.regime
    anti join acting on requests.request_id = acting.request_id
    left join gov.request_people as people on requests.request_id = people.request_id and people.part = 'subject'
    left join gov.identities as identities on people.identity_index = identities.identity_index
    where closed.closed_at_utc + terms.period <= $own_due_before
),

held as (
    select overdue.request_id
    from overdue
    semi join holds on holds_back(holds, overdue)
)

select distinct request_id from overdue
where request_id not in (select request_id from held)
