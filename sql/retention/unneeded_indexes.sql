-- One row per subject id of somebody in consenting_once whom nothing needs any more: neither names, nor records, nor
-- consents, holds, restrictions, contracts or conversations.
with

people as (
    select
        subjects.subject_id,
        subjects.canonical_id as person_id
    from gov.subjects as subjects
    inner join consenting_once on subjects.canonical_id = consenting_once.person_id
),

needed as (
    select subject_id from gov.consent_events
    union
    select subject_id from gov.holds
    union
    select subject_id from gov.restrictions
    union
    select subject_id from gov.contracts
    union
    select subject_id from gov.conversation_members
    union
    select subject_id from known_named_subjects
    union
    select identities.subject_id
    from gov.identities as identities
    inner join gov.identifiers as identifiers on identities.identity_index = identifiers.identity_index
),

needed_people as (
    select distinct people.person_id
    from people
    inner join needed on people.subject_id = needed.subject_id
)

select people.subject_id
from people
anti join needed_people on people.person_id = needed_people.person_id
