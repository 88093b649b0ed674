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
        subject_id,
        sent_at_utc as at_utc
    from shard.messages
    where expires_at_utc <= $now
    union all
    select
        event_id as record_id,
        source,
        subject_id,
        at_utc
    from shard.events
    where expires_at_utc <= $now
),

subjects as (
    select * from gov.subjects
),

holds as (
    select
        holds.source,
        holds.from_utc,
        holds.until_utc,
        coalesce(subjects.canonical_id, holds.subject_id) as subject_id
    from gov.holds as holds
    left join subjects on holds.subject_id = subjects.subject_id
    where
        holds.placed_at_utc <= $now
        and (holds.released_at_utc is null or holds.released_at_utc > $now)
),

concerning as (
    select
        overdue.record_id,
        overdue.source,
        overdue.at_utc,
        coalesce(subjects.canonical_id, overdue.subject_id) as subject_id
    from overdue
    left join subjects on overdue.subject_id = subjects.subject_id
),

unheld as (
    select concerning.record_id
    from concerning
    anti join holds
        on
            (holds.subject_id is null or concerning.subject_id = holds.subject_id)
            and (holds.source is null or concerning.source = holds.source)
            and (holds.from_utc is null or concerning.at_utc >= holds.from_utc)
            and (holds.until_utc is null or concerning.at_utc <= holds.until_utc)
)

select * from unheld
