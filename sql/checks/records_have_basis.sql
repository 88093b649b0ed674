-- Rows that must not exist: messages and events without lawful basis, purpose, rule, limit or policy version.
-- title: Every stored record names its lawful basis, purposes, retention rule, limit and policy version
-- severity: error
-- duties: d-30
-- on: shard
-- remedy: the gate let a record pass undecided: report it, and publish nothing until it is mended
with

records as (
    select
        message_id as record_id,
        basis,
        purposes,
        rule,
        expires_at_utc,
        policy_version
    from shard.messages
    where $everybody or subject_id in (select subject_id from checked_subjects)
    union all
    select
        event_id as record_id,
        basis,
        purposes,
        rule,
        expires_at_utc,
        policy_version
    from shard.events
    where $everybody or subject_id in (select subject_id from checked_subjects)
),

undecided as (
    select record_id
    from records
    where
        coalesce(basis, '') not in (
            'consent',
            'contract',
            'legal_obligation',
            'vital_interests',
            'public_task',
            'legitimate_interests'
        )
        -- what lost its last purpose is due; only a hold can still keep it
        or (coalesce(len(purposes), 0) = 0 and expires_at_utc > $now)
        or coalesce(rule, '') = ''
        or expires_at_utc is null
        or coalesce(policy_version, '') = ''
)

select * from undecided
