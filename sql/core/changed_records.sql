-- One row per stored record for which the gate decides otherwise now.
-- What it refuses now serves no purpose any more and is due.
with

decided as (
    select
        stored.record_id,

        -- as it is decided now
        decided.subject_id,
        decided.writer_role,
        coalesce(decided.basis, stored.basis) as basis,
        decided.purposes,
        coalesce(decided.rule, stored.rule) as rule,
        coalesce(decided.expires_at_utc, least(stored.expires_at_utc, $now)) as expires_at_utc,
        decided.policy_version,

        -- as it is stored
        stored.subject_id as stored_subject_id,
        coalesce(stored.writer_role, decided.writer_role) as stored_role,
        stored.basis as stored_basis,
        stored.purposes as stored_purposes,
        stored.rule as stored_rule,
        stored.expires_at_utc as stored_expires_at_utc
    from decided_records as decided
    inner join stored_records as stored on decided.record_id = stored.record_id
),

changed as (
    select
        record_id,
        subject_id,
        writer_role,
        basis,
        purposes,
        rule,
        expires_at_utc,
        policy_version
    from decided
    where
        subject_id is distinct from stored_subject_id
        or writer_role is distinct from stored_role
        or basis is distinct from stored_basis
        or purposes is distinct from stored_purposes
        or rule is distinct from stored_rule
        or expires_at_utc is distinct from stored_expires_at_utc
)

select * from changed
