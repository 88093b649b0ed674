-- One row per stored event for which the gate decides otherwise now.
-- What it refuses now serves no purpose any more and is due.
update shard.events set
    subject_id = decided.subject_id,
    basis = coalesce(decided.basis, events.basis),
    purposes = decided.purposes,
    rule = coalesce(decided.rule, events.rule),
    expires_at_utc = coalesce(decided.expires_at_utc, least(events.expires_at_utc, $now)),
    policy_version = decided.policy_version
from decided_records as decided
where
    events.event_id = decided.record_id
    and (
        events.subject_id is distinct from decided.subject_id
        or events.basis is distinct from coalesce(decided.basis, events.basis)
        or events.purposes is distinct from decided.purposes
        or events.rule is distinct from coalesce(decided.rule, events.rule)
        or events.expires_at_utc
        is distinct from coalesce(decided.expires_at_utc, least(events.expires_at_utc, $now))
    )
