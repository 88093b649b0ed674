-- One row per person who is known by name or as a writer and whom nothing stored needs so any more.
-- Needed is whom stored records name, and who wrote in a conversation of which something is stored, for others may
-- name him in it. Who only stands in an export's list of people is needed as long as his source has anything stored.
-- Of whom there is a consent event, a hold or a restriction, the blind index is needed still.
-- Where a rule for identities counts, it says how long after the last contact somebody is known: rule and due time are
-- null where none does.
with

-- most people are named, and whoever is needs no look at anything else
people as (
    select
        subject_id,
        canonical_id as person_id
    from unnamed_people
),

stored_conversations as (
    select distinct conversation_id from known_named_conversations
),

writers as (
    select distinct
        people.person_id,
        stored.conversation_id is not null as is_stored
    from gov.conversation_members as members
    inner join people on members.subject_id = people.subject_id
    left join stored_conversations as stored on members.conversation_id = stored.conversation_id
),

once_named as (
    select people.person_id
    from gov.once_named_subjects as named
    inner join people on named.subject_id = people.subject_id
),

listed as (
    select distinct
        people.person_id,
        identifiers.source
    from gov.identifiers as identifiers
    inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
    inner join people on identities.subject_id = people.subject_id
),

stored_sources as (
    select distinct conversations.source
    from gov.conversations as conversations
    inner join stored_conversations as stored on conversations.conversation_id = stored.conversation_id
),

-- of a source's list alone nobody was in contact, so that no period runs
started as (
    select
        listed.person_id,
        terms.rule,
        terms.period,
        if(
            terms.start = 'contract_end', coalesce(contracts.ended_at_utc, contacts.last_at_utc), contacts.last_at_utc
        ) as start_at_utc
    from listed
    inner join record_terms as terms on listed.source = terms.key
    inner join last_contacts as contacts on listed.person_id = contacts.person_id
    left join contract_ends as contracts on listed.person_id = contracts.person_id
),

ruled as (
    select
        person_id,
        arg_max(rule, row(start_at_utc + period, rule)) as rule,
        max(start_at_utc + period) as due_at_utc
    from started
    group by person_id
),

only_listed as (
    select listed.person_id
    from listed
    inner join stored_sources on listed.source = stored_sources.source
    where
        listed.person_id not in (select person_id from writers)
        and listed.person_id not in (select person_id from once_named)
        and listed.person_id not in (select person_id from ruled)
),

needed as (
    select person_id from writers
    where is_stored
    union
    select person_id from only_listed
),

unneeded as (
    select person_id from listed
    union
    select person_id from writers
    except
    select person_id from needed
),

asked_for as (
    select subject_id from gov.consent_events
    union
    select subject_id from gov.holds
    union
    select subject_id from gov.restrictions
    where lifted_at_utc is null
),

indexed as (
    select distinct people.person_id
    from asked_for
    inner join people on asked_for.subject_id = people.subject_id
)

select
    unneeded.person_id,
    indexed.person_id is not null as keeps_index,
    ruled.rule,
    ruled.due_at_utc
from unneeded
left join indexed on unneeded.person_id = indexed.person_id
left join ruled on unneeded.person_id = ruled.person_id
