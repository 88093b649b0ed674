-- One row per message of the attached shard that a platform reports as edited or deleted and that a hold keeps so.
with

concerned as (
    select
        messages.message_id,
        messages.source,
        messages.sent_at_utc,
        changes.is_deleted,
        coalesce(subjects.canonical_id, messages.subject_id) as person_id
    from shard.messages as messages
    inner join changes on messages.message_id = changes.target_id
    left join gov.subjects as subjects on messages.subject_id = subjects.subject_id
),

kept as (
    select distinct
        concerned.message_id as target_id,
        concerned.is_deleted
    from concerned
    inner join holds_in_force as holds
        on
            concerned.sent_at_utc >= holds.from_utc
            and concerned.sent_at_utc <= holds.until_utc
            and (holds.person_id is null or concerned.person_id = holds.person_id)
            and (holds.source is null or concerned.source = holds.source)
)

select * from kept
