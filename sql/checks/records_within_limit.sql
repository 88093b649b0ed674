-- Rows that must not exist: messages and events past their limit that no hold covers.
-- title: Nothing is stored past its limit, unless a legal hold covers it
-- severity: error
-- duties: d-31, d-32
-- on: shard
-- remedy: run `chatward retain`; it shows what it would dispose of first
with

overdue as (
    select
        message_id as record_id,
        source,
        conversation_id,
        unhex(md5(hex(conversation_id) || ' ' || thread_key)) as thread_id,
        subject_id,
        purposes,
        coalesce(hints, 0) & $named_hints as hints,
        sent_at_utc as at_utc
    from shard.messages
    where expires_at_utc <= $due_before
    union all
    select
        event_id as record_id,
        source,
        conversation_id,
        null::blob as thread_id,
        subject_id,
        purposes,
        coalesce(hints, 0) & $named_hints as hints,
        at_utc
    from shard.events
    where expires_at_utc <= $due_before
),

-- purposes whose period may begin later than with the record itself
moving_terms as (
    select
        unnest($term_sources::varchar[]) as source,
        unnest($term_purposes::varchar[]) as purpose,
        unnest($term_threads::boolean[]) as for_threads,
        unnest($term_hints::utinyint[]) as hints,
        unnest($term_starts::varchar[]) as start,
        unnest($term_periods::varchar[])::interval as period
),

subjects as (
    select * from gov.subjects
),

holds as (
    select * from holds_in_force
),

concerning as (
    select
        overdue.* exclude (subject_id),
        coalesce(subjects.canonical_id, overdue.subject_id) as subject_id
    from overdue
    left join subjects on overdue.subject_id = subjects.subject_id
),

-- as a rule no purpose moves, so that nothing more is looked at
moved as (
    select
        concerning.record_id,
        concerning.subject_id,
        moving_terms.period,
        case moving_terms.start
            when 'last_contact' then concerning.subject_id
            when 'contract_end' then concerning.subject_id
            when 'conversation_closed' then concerning.conversation_id
            else concerning.thread_id
        end as activity_id,
        moving_terms.start
    from concerning
    inner join moving_terms
        on
            concerning.source = moving_terms.source
            and list_contains(concerning.purposes, moving_terms.purpose)
            and (concerning.thread_id is not null) = moving_terms.for_threads
            and concerning.hints = moving_terms.hints
),

people_activities as (
    select
        subjects.canonical_id as activity_id,
        max(activities.last_at_utc) as last_at_utc
    from gov.activities as activities
    inner join subjects on activities.activity_id = subjects.subject_id
    where
        activities.kind = 'subject'
        and subjects.canonical_id in (select subject_id from moved)
    group by subjects.canonical_id
),

contracts as (
    select
        subjects.canonical_id as subject_id,
        max(coalesce(contracts.ended_at_utc, timestamp '9999-01-01')) as ended_at_utc
    from gov.contracts as contracts
    inner join subjects on contracts.subject_id = subjects.subject_id
    group by subjects.canonical_id
),

activities as (
    select * from people_activities
    union all
    select
        activity_id,
        last_at_utc
    from gov.activities
    where kind != 'subject'
),

kept as (
    select distinct moved.record_id
    from moved
    left join activities on moved.activity_id = activities.activity_id
    -- as one key: a condition on one side alone would compare every record with every contract
    left join contracts on case when moved.start = 'contract_end' then moved.subject_id end = contracts.subject_id
    where coalesce(contracts.ended_at_utc, activities.last_at_utc) + moved.period > $due_before
),

unheld as (
    select concerning.record_id
    from concerning
    anti join kept on concerning.record_id = kept.record_id
    anti join holds on holds_back(holds, concerning)
)

select * from unheld
