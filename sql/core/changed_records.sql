-- One row per stored record for which the gate decides otherwise now.
-- What it refuses now serves no purpose any more and is due.
with

decided as (
    select
        month,
        record_id,

        -- as it is decided now
        subject_id,
        writer_role,
        coalesce(basis, stored_basis) as basis,
        purposes,
        coalesce(rule, stored_rule) as rule,
        coalesce(expires_at_utc, least(stored_expires_at_utc, $now)) as expires_at_utc,
        policy_version,

        -- as it is stored
        stored_subject_id,
        coalesce(stored_role, writer_role) as stored_role,
        stored_basis,
        stored_purposes,
        stored_rule,
        stored_expires_at_utc
    from decided_records
),

changed as (
    select
        month,
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
