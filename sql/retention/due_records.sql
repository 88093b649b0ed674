-- One row per record of the attached shard that is due, whether or not a hold keeps it.
-- Due is what is past its expiry, unless the person's last contact moved it. What rests on a consent that ended is due
-- when the last purpose is over for which nobody need consent, and at once where there is none.
with

records as (
    select
        stored.record_id,
        stored.source,
        stored.rule,
        stored.basis,
        stored.purposes,
        stored.at_utc,
        stored.expires_at_utc,
        stored.conversation_id,
        stored.subject_id,
        coalesce(subjects.canonical_id, stored.subject_id) as person_id
    from stored_records as stored
    left join gov.subjects as subjects on stored.subject_id = subjects.subject_id
),

last_contacts as (
    select
        subjects.canonical_id as person_id,
        max(months.last_at_utc) as last_at_utc
    from gov.subject_months as months
    inner join gov.subjects as subjects on months.subject_id = subjects.subject_id
    group by subjects.canonical_id
),

contact_rules as (
    select
        rule,
        period
    from last_contact_rules
),

consents as (
    select distinct
        subject_id as person_id,
        purpose
    from gov.consent_intervals
    where
        granted_at_utc <= $now
        and (ended_at_utc is null or ended_at_utc > $now)
),

consented as (
    select
        record_id,
        source,
        person_id,
        at_utc,
        unnest(purposes) as purpose
    from records
    where basis = 'consent'
),

based as (
    select
        consented.record_id,
        max(consented.at_utc + terms.period) as until_utc
    from consented
    inner join purpose_terms as terms on consented.source = terms.source and consented.purpose = terms.purpose
    left join consents on consented.person_id = consents.person_id and consented.purpose = consents.purpose
    where not terms.needs_consent or consents.person_id is not null
    group by consented.record_id
),

dated as (
    select
        records.*,
        case
            when records.basis = 'consent' and coalesce(based.until_utc, $now) < records.expires_at_utc
                then coalesce(based.until_utc, $now)
            when contact_rules.rule is not null
                then greatest(records.expires_at_utc, last_contacts.last_at_utc + contact_rules.period)
            else records.expires_at_utc
        end as due_at_utc
    from records
    left join last_contacts on records.person_id = last_contacts.person_id
    left join contact_rules on records.rule = contact_rules.rule
    left join based on records.record_id = based.record_id
)

select
    record_id,
    rule,
    due_at_utc,
    subject_id,
    conversation_id,
    source,
    at_utc
from dated
where due_at_utc <= $now
