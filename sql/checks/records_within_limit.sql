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
        subject_id,
        rule,
        sent_at_utc as at_utc
    from shard.messages
    where expires_at_utc <= $now
    union all
    select
        event_id as record_id,
        source,
        conversation_id,
        subject_id,
        rule,
        at_utc
    from shard.events
    where expires_at_utc <= $now
),

-- rules whose period runs anew with every message of the person
contact_rules as (
    select
        unnest($contact_rules::varchar[]) as rule,
        unnest($contact_periods::varchar[])::interval as period
),

subjects as (
    select * from gov.subjects
),

-- a restriction keeps like a hold where the person asked that nothing be disposed of meanwhile
registered as (
    select
        subject_id,
        conversation_id,
        source,
        from_utc,
        until_utc,
        placed_at_utc,
        released_at_utc
    from gov.holds
    union all by name
    select
        subject_id,
        since_utc as placed_at_utc,
        lifted_at_utc as released_at_utc
    from gov.restrictions
    where keeps
),

holds as (
    select
        holds.source,
        holds.conversation_id,
        holds.from_utc,
        holds.until_utc,
        coalesce(subjects.canonical_id, holds.subject_id) as subject_id
    from registered as holds
    left join subjects on holds.subject_id = subjects.subject_id
    where
        holds.placed_at_utc <= $now
        and (holds.released_at_utc is null or holds.released_at_utc > $now)
),

concerning as (
    select
        overdue.record_id,
        overdue.rule,
        overdue.source,
        overdue.conversation_id,
        overdue.at_utc,
        coalesce(subjects.canonical_id, overdue.subject_id) as subject_id
    from overdue
    left join subjects on overdue.subject_id = subjects.subject_id
),

-- whose last contact matters: as a rule nobody's, so that nothing more is looked at
contacted as (
    select distinct concerning.subject_id
    from concerning
    inner join contact_rules on concerning.rule = contact_rules.rule
),

last_contacts as (
    select
        contacted.subject_id,
        max(months.last_at_utc) as last_at_utc
    from contacted
    inner join subjects on contacted.subject_id = subjects.canonical_id
    inner join gov.subject_months as months on subjects.subject_id = months.subject_id
    group by contacted.subject_id
),

unheld as (
    select concerning.record_id
    from concerning
    left join last_contacts on concerning.subject_id = last_contacts.subject_id
    left join contact_rules on concerning.rule = contact_rules.rule
    anti join holds
        on
            (holds.subject_id is null or concerning.subject_id = holds.subject_id)
            and (holds.conversation_id is null or concerning.conversation_id = holds.conversation_id)
            and (holds.source is null or concerning.source = holds.source)
            and (holds.from_utc is null or concerning.at_utc >= holds.from_utc)
            and (holds.until_utc is null or concerning.at_utc <= holds.until_utc)
    where coalesce(last_contacts.last_at_utc + contact_rules.period <= $now, true)
)

select * from unheld
