-- One row per record of due_candidates that is due, whether or not a hold keeps it.
-- Every purpose keeps a record from its own starting point on, and the last of them is what counts. A purpose that
-- rests on consent keeps nothing any more once that is over; a record that no purpose keeps is due at once.
with

terms as (
    select * from purpose_terms
    where of_files = $of_files
),

records as (
    select
        candidates.*,
        coalesce(subjects.canonical_id, candidates.subject_id) as person_id
    from due_candidates as candidates
    left join gov.subjects as subjects on candidates.subject_id = subjects.subject_id
),

activities as (
    select * from gov.activities
),

started as (
    select
        records.*,
        greatest(records.at_utc, threads.last_at_utc) as thread_activity_at_utc,
        least(records.at_utc, threads.first_at_utc) as thread_root_at_utc,
        greatest(records.at_utc, conversations.last_at_utc) as closed_at_utc,
        greatest(records.at_utc, contacts.last_at_utc) as contact_at_utc,
        greatest(records.at_utc, coalesce(contracts.ended_at_utc, contacts.last_at_utc)) as contract_end_at_utc
    from records
    left join activities as threads on records.thread_id = threads.activity_id and threads.kind = 'thread'
    left join activities as conversations
        on records.conversation_id = conversations.activity_id and conversations.kind = 'conversation'
    left join last_contacts as contacts on records.person_id = contacts.person_id
    left join contract_ends as contracts on records.person_id = contracts.person_id
),

purposes as (
    select
        * exclude (purposes),
        unnest(purposes) as purpose
    from started
),

kept as (
    select
        purposes.record_id,
        terms.rule,
        case terms.start
            when 'thread_activity' then purposes.thread_activity_at_utc
            when 'thread_root' then purposes.thread_root_at_utc
            when 'conversation_closed' then purposes.closed_at_utc
            when 'last_contact' then purposes.contact_at_utc
            when 'contract_end' then purposes.contract_end_at_utc
            else purposes.at_utc
        end as start_at_utc,
        terms.period
    from purposes
    inner join terms
        on
            purposes.source = terms.source
            and purposes.purpose = terms.purpose
            and (purposes.thread_id is not null) = terms.for_threads
            and coalesce(purposes.hints, 0) & $named_hints = terms.hints
    left join consents_in_force as consents
        on purposes.person_id = consents.person_id and purposes.purpose = consents.purpose
    where
        not terms.needs_consent
        or consents.person_id is not null
        or (purposes.basis != 'consent' and terms.start = 'sent')
),

last_kept as (
    select
        record_id,
        arg_max(rule, row(start_at_utc + period, rule)) as rule,
        max(start_at_utc + period) as until_utc
    from kept
    where start_at_utc < timestamp '9999-12-31'
    group by record_id
),

endless as (
    select distinct record_id from kept
    where start_at_utc >= timestamp '9999-12-31'
),

dated as (
    select
        records.record_id,
        coalesce(last_kept.rule, records.rule) as rule,
        case
            when last_kept.until_utc is not null then last_kept.until_utc
            when records.basis = 'consent' then least(records.expires_at_utc, $now)
            else records.expires_at_utc
        end as due_at_utc,
        records.subject_id,
        records.thread_id,
        records.conversation_id,
        records.source,
        records.at_utc
    from records
    left join last_kept on records.record_id = last_kept.record_id
    anti join endless on records.record_id = endless.record_id
)

select * from dated
where due_at_utc <= $now
