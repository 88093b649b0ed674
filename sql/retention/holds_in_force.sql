-- One row per hold that is in force and subject whom it names: whose records it keeps, of which conversation and
-- source, from when until when. A hold on one subject is a hold on everybody who is the same person.
-- A restriction keeps like a hold where the person asked that nothing be disposed of meanwhile.
with

registered as (
    select
        hold_id,
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
        'restriction' as hold_id,
        subject_id,
        since_utc as placed_at_utc,
        lifted_at_utc as released_at_utc
    from gov.restrictions
    where keeps
),

named as (
    select
        *,
        coalesce(from_utc, timestamp '0001-01-01') as starts_at_utc,
        coalesce(until_utc, timestamp '9999-12-31') as ends_at_utc
    from registered
    where
        placed_at_utc <= $now
        and (released_at_utc is null or released_at_utc > $now)
),

people as (
    select distinct
        named.subject_id as named_id,
        others.subject_id
    from named
    inner join gov.subjects as subjects on named.subject_id = subjects.subject_id
    inner join gov.subjects as others on subjects.canonical_id = others.canonical_id
)

select distinct
    named.hold_id,
    coalesce(people.subject_id, named.subject_id) as subject_id,
    named.conversation_id,
    named.source,
    named.starts_at_utc as from_utc,
    named.ends_at_utc as until_utc
from named
left join people on named.subject_id = people.named_id
