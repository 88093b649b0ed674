-- One row per stored message for which the gate decides otherwise now.
-- What it refuses now serves no purpose any more and is due.
update shard.messages set
    subject_id = decided.subject_id,
    sender_role = decided.writer_role,
    basis = coalesce(decided.basis, messages.basis),
    purposes = decided.purposes,
    rule = coalesce(decided.rule, messages.rule),
    expires_at_utc = coalesce(decided.expires_at_utc, least(messages.expires_at_utc, $now)),
    policy_version = decided.policy_version
from decided_records as decided
where
    messages.message_id = decided.record_id
    and (
        messages.subject_id is distinct from decided.subject_id
        or messages.sender_role is distinct from decided.writer_role
        or messages.basis is distinct from coalesce(decided.basis, messages.basis)
        or messages.purposes is distinct from decided.purposes
        or messages.rule is distinct from coalesce(decided.rule, messages.rule)
        or messages.expires_at_utc
        is distinct from coalesce(decided.expires_at_utc, least(messages.expires_at_utc, $now))
    )
