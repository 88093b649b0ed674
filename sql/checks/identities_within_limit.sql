-- Rows that must not exist: identifiers of people who are in no record and whose last contact is longer ago than they
-- may be known, under no hold.
-- title: Nobody is known past the limit of identities, unless a legal hold covers him
-- severity: error
-- duties: d-31, d-32
-- on: governance
-- remedy: run `chatward retain`; it shows what it would dispose of first
with

terms as (
    select
        unnest($identity_keys::varchar[]) as source,
        unnest($identity_starts::varchar[]) as start,
        unnest($identity_periods::varchar[])::interval as period
),

people as (
    select
        subject_id,
        canonical_id as person_id
    from gov.subjects
),

contacts as (
    select
        people.person_id,
        max(activities.last_at_utc) as last_at_utc
    from gov.activities as activities
    inner join people on activities.activity_id = people.subject_id
    where activities.kind = 'subject'
    group by people.person_id
),

contracts as (
    select
        people.person_id,
        max(coalesce(contracts.ended_at_utc, timestamp '9999-01-01')) as ended_at_utc
    from gov.contracts as contracts
    inner join people on contracts.subject_id = people.subject_id
    group by people.person_id
),

identifiers as (
    select
        people.person_id,
        identifiers.source
    from gov.identifiers as identifiers
    inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
    inner join people on identities.subject_id = people.subject_id
),

needed as (
    select people.person_id
    from people
    semi join gov.named_subjects as named on people.subject_id = named.subject_id
    union
    select people.person_id
    from people
    inner join gov.conversation_members as members on people.subject_id = members.subject_id
    semi join gov.named_conversations as named on members.conversation_id = named.conversation_id
),

held as (
    select people.person_id
    from people
    semi join holds_in_force as holds on people.subject_id = holds.subject_id
),

started as (
    select
        identifiers.person_id,
        terms.period,
        if(
            terms.start = 'contract_end', coalesce(contracts.ended_at_utc, contacts.last_at_utc), contacts.last_at_utc
        ) as start_at_utc
    from identifiers
    inner join terms on identifiers.source = terms.source
    inner join contacts on identifiers.person_id = contacts.person_id
    left join contracts on identifiers.person_id = contracts.person_id
),

overdue as (
    select person_id
    from started
    group by person_id
    having max(start_at_utc + period) <= $own_due_before
)

select identifiers.*
from identifiers
semi join overdue on identifiers.person_id = overdue.person_id
anti join needed on identifiers.person_id = needed.person_id
anti join held on identifiers.person_id = held.person_id
